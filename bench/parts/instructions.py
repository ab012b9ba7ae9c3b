"""Counts the instructions of `hapmill convert` per byte of matrix, and fails where they grow.

Under valgrind neither the clock nor other programs matter, and the CPU is always the same: valgrind
emulates one with AVX2 and without AVX-512. bench/README.md says more.
"""

import hashlib
import json
import os
import platform
import re
import struct
import subprocess
import zlib
from pathlib import Path

from measuring import BenchError, repository, say

from parts.part import Part, Section, write_shuffled_pairs

# A case fails if it grows by more than this share, and asks for --update if it shrinks by more.
limit = 0.05

narrow = {"rows": 120_000, "columns": 31, "contigs": 4, "variant-rate": 0.2}
wide = {"rows": 4_000, "columns": 1000, "contigs": 4, "variant-rate": 0.75}


def with_qualities(text):
    """The matrix with a quality after each cell, and in one row of four with alleles of two
    bytes."""
    lines = text.split(b"\n")[:-1]
    rows = [
        b"\t".join(
            field + b"\t" + field + b"_q" if i >= 3 else field
            for i, field in enumerate(lines[0].split(b"\t"))
        )
    ]
    for ordinal, line in enumerate(lines[1:]):
        if ordinal % 4 == 0:
            line = line.replace(b"\tA", b"\tAC")
        fields = line.split(b"\t")
        cells = (b"%s\t%d" % (cell, (7 * ordinal + 13 * i) % 41) for i, cell in enumerate(fields[3:]))
        rows.append(b"\t".join([*fields[:3], *cells]))
    return b"\n".join(rows) + b"\n"


def bgzf(text):
    """The text as a BGZF file."""

    def member(block):
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        body = deflate.compress(block) + deflate.flush()
        return (
            struct.pack("<4BI2BH2BHH", 31, 139, 8, 4, 0, 0, 255, 6, 66, 67, 2, len(body) + 25)
            + body
            + struct.pack("<II", zlib.crc32(block), len(block))
        )

    size = 65_280
    return b"".join(member(text[i : i + size]) for i in range(0, len(text), size)) + member(b"")


# name: (shape of the matrix, how its text is changed, the name of the input file, options)
cases = {
    "narrow": (narrow, None, "in.tsv", ["-o", "out.tsv"]),
    "wide-shuffled": (wide, None, "in.tsv", ["-o", "out.tsv", "--pairs", "shuffled.pairs"]),
    "narrow-all-vcf": (
        narrow | {"rows": 100_000, "variant-rate": 1.0},
        None,
        "in.tsv",
        ["-o", "out.vcf"],
    ),
    "wide-bcf": (wide, None, "in.tsv", ["-o", "out.bcf", "--pairs", "adjacent"]),
    "general": (
        narrow | {"rows": 30_000},
        with_qualities,
        "in.tsv.gz",
        ["-o", "out.tsv", "--cell-columns", "call,quality", "--min-quality", "20"],
    ),
}
sections = {
    "narrow": Section("a table of 31 columns, one site of five variant"),
    "wide-shuffled": Section("a table of 1,000 columns that pair in a random order"),
    "narrow-all-vcf": Section("VCF text of 31 columns, all sites variant"),
    "wide-bcf": Section("BCF of 1,000 columns, with its index"),
    "general": Section("a BGZF file with a quality beside each call, and with long alleles"),
}


def run(bench, words):
    """Runs a program in the work folder, with an environment that is always the same: its size
    changes the counts. Without ERMS, memcpy does not use `rep movsb`, of which callgrind counts
    each byte as an instruction."""
    environment = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-ERMS"} | {
        name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ
    }
    words = [str(word) for word in words]
    ended = subprocess.run(
        words,
        cwd=bench.work,
        env=environment,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if ended.returncode != 0:
        raise BenchError(f"{' '.join(words)}\nended with {ended.returncode}: {ended.stderr.strip()[-2000:]}")


def make_matrix(bench, shape, change, name):
    """Makes the input and returns the size and the digest of its text."""
    words = [bench.hapmill, "generate", "-o", "made.tsv", "--contig-prefix", "", "--seed", 1]
    for key, value in shape.items():
        words += [f"--{key}", value]
    run(bench, words)
    text = (bench.work / "made.tsv").read_bytes()
    if change:
        text = change(text)
    (bench.work / name).write_bytes(bgzf(text) if name.endswith(".gz") else text)
    return len(text), hashlib.sha256(text).hexdigest()


def count(bench, name, options):
    """The instructions of one conversion."""
    counts = bench.work / "callgrind.out"
    counts.unlink(missing_ok=True)
    for path in bench.work.glob("out.*"):
        path.unlink()
    run(
        bench,
        [
            valgrind(bench),
            "--tool=callgrind",
            f"--callgrind-out-file={counts}",
            bench.hapmill,
            "convert",
            name,
            *options,
            "--quiet",
            "--threads",
            1,
            "--device",
            "cpu",
            "--simd",
            "avx2",
        ],
    )
    total = re.search(r"^totals: (\d+)$", counts.read_text(), re.MULTILINE)
    if not total:
        raise BenchError("valgrind has written no counts")
    return int(total[1])


def measure_case(bench, case):
    """Instructions per byte, without those of the start, which a matrix of eight rows measures."""
    shape, change, name, options = cases[case]
    least_bytes, _ = make_matrix(bench, shape | {"rows": 8}, change, name)
    least = count(bench, name, options)
    size, sha256 = make_matrix(bench, shape, change, name)
    return {
        "instructions_per_byte": round((count(bench, name, options) - least) / (size - least_bytes), 4),
        "matrix_sha256": sha256,
    }


def valgrind(bench):
    return bench.tool("valgrind", "valgrind")


def describe_tools(bench):
    """The compiler that left its name in the program, and valgrind, as far as their versions
    matter for the counts."""
    names = re.findall(rb"(GCC): \([^)]*\) (\d+)|(clang) version (\d+)", bench.hapmill.read_bytes())
    compilers = {" ".join(filter(None, (word.decode() for word in name))) for name in names}
    version = subprocess.run([valgrind(bench), "--version"], stdout=subprocess.PIPE, text=True)
    return ", ".join([*sorted(compilers), ".".join(version.stdout.strip().split(".")[:2])])


def compare(measured, committed):
    """Rows of a table, what is wrong, and what should be done."""
    rows, faults, advice = [], [], []
    for case, now in measured.items():
        before = committed.get(case)
        figure = now["instructions_per_byte"]
        if not before:
            rows.append((case, f"{figure:.4f}", "-", "-"))
            faults.append(f"{case} has no committed figure; --update writes it")
            continue
        reference = before["instructions_per_byte"]
        change = figure / reference - 1
        rows.append((case, f"{figure:.4f}", f"{reference:.4f}", f"{100 * change:+.2f} %"))
        if now["matrix_sha256"] != before["matrix_sha256"]:
            faults.append(
                f"{case}: `hapmill generate` now makes another matrix, so the committed "
                "figure cannot be compared; run --update in a commit of its own"
            )
        elif change > limit:
            faults.append(
                f"{case} takes {100 * change:.1f} % more instructions than the committed "
                f"figure; at most {100 * limit:.0f} % are allowed. Fix it, or if it is "
                "worth its cost, run --update and say in the commit what it is for"
            )
        elif change < -limit:
            advice.append(
                f"{case} takes {-100 * change:.1f} % fewer instructions: run "
                "`bench/run instructions --update` to keep it so"
            )
    return rows, faults, advice


def why_not_here():
    """Why this machine cannot measure the committed figures, or an empty text."""
    if platform.machine() != "x86_64":
        return f"this is {platform.machine()}"
    if not re.search(r"^flags\b.*\bavx2\b", Path("/proc/cpuinfo").read_text(), re.MULTILINE):
        return "this CPU has no AVX2"
    return ""


def update(path, figures, measured, used):
    """Writes the figures. Those of the other cases stay if they are of the same tools."""
    kept = figures.get("cases", {}) if figures.get("tools") == used else {}
    known = kept | measured
    ordered = {case: known[case] for case in cases if case in known}
    path.write_text(json.dumps({"tools": used, "cases": ordered}, indent=2) + "\n")
    say(f"wrote {path}")


def measure(bench):
    """Prints the table and returns 1 if a case fails."""
    options = bench.options
    if reason := why_not_here():
        if options.update:
            raise BenchError(f"the figures are of AVX2 on x86-64, and {reason}")
        print(f"skipped: the committed figures are of AVX2 on x86-64, and {reason}")
        return 0

    path = Path(options.figures)
    figures = json.loads(path.read_text()) if path.exists() else {}
    write_shuffled_pairs(bench.work / "shuffled.pairs", wide["columns"])
    measured = {case: measure_case(bench, case) for case in bench.chosen()}
    used = describe_tools(bench)
    bench.report |= {"tools": used, "cases": measured}
    rows, faults, advice = compare(measured, figures.get("cases", {}))
    bench.table(
        f"Instructions per byte of matrix, one thread, AVX2 ({used})",
        ("case", "instructions/byte", "committed", "change"),
        rows,
    )

    if options.update:
        update(path, figures, measured, used)
        return 0
    if figures and figures["tools"] != used:
        print(f"not judged: the committed figures are of {figures['tools']}, these of {used}")
        return 0
    for line in advice:
        print(line)
    for line in faults:
        say(f"bench/run instructions: {line}")
    return 1 if faults else 0


def add_options(parser):
    parser.add_argument(
        "--figures",
        default=repository / "bench" / "instructions.json",
        metavar="FILE",
        help="the figures to compare with (default bench/instructions.json)",
    )
    parser.add_argument("--update", action="store_true", help="write the measured figures to that file")


part = Part(
    summary=f"instructions per byte; fails where one case takes {100 * limit:.0f} % more than before",
    measure=measure,
    sections=sections,
    needs="valgrind",
    rounds=0,
    threads="",
    has_scale=False,
    add_options=add_options,
)
