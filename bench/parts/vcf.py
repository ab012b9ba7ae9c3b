"""Measures VCF and BCF output beside the haplotype table, compression alone, bgzip and bcftools."""

import shlex
import shutil

from environment import msprime, python_with, simulated_matrix
from measuring import BenchError, digest, megabytes, repository, scaled, show

from parts.part import (
    Part,
    Section,
    matrix_rates,
    matrix_shapes,
    pairs,
)

environment = repository / "build" / "bench-venv"
simulation = {"samples": 500, "length": 20_000_000, "non-variant": 0.5, "seed": 1}
# bcftools --tsv2vcf takes a header only in lines that begin with #, and no cell that is not a base.
tsv2vcf_shape = {
    "rows": 1_000_000,
    "columns": 80,
    "contigs": 4,
    "variant-rate": 0.5,
    **matrix_rates,
    "missing-rate": 0,
    "deletion-rate": 0,
    "no-header": None,
}

# The limits of each section.
most_per_byte_of_table = 1.3
most_of_compression = 1.1
least_times_bgzip = 2.5
size_of_bgzip = (0.9, 1.1)
least_times_bcftools_view = 3
least_times_tsv2vcf = 10


def make_matrix(bench, name):
    if name != "simulated":
        return bench.matrix(name)
    shape = simulation | {"length": max(100_000, round(simulation["length"] * bench.options.scale))}
    cached = simulated_matrix(lambda: python_with(environment, [msprime]), shape)
    path = bench.work / "simulated.tsv"
    if not path.exists():
        shutil.copyfile(cached, path)
    return path


def convert(bench, in_path, out_path, threads, *more):
    return bench.convert(in_path, out_path, "--threads", threads, *more)


def simulated_vcf(bench):
    """hapmill's VCF of the simulated matrix."""
    path = bench.work / "simulated.vcf"
    if not path.exists():
        bench.run(convert(bench, make_matrix(bench, "simulated"), path, 1, "--no-version"))
    return path


def line_of(words):
    return shlex.join(str(word) for word in words)


def measure_table(bench):
    rows = []
    for name in (*matrix_shapes, "simulated"):
        matrix = make_matrix(bench, name)
        for threads in bench.options.threads:
            outputs = {"table": bench.work / "t.tsv", "vcf": bench.work / "v.vcf"}
            took = bench.rounds(
                {
                    kind: bench.command(convert(bench, matrix, path, threads, *pairs.get(name, [])))
                    for kind, path in outputs.items()
                }
            )
            sizes = {kind: path.stat().st_size for kind, path in outputs.items()}
            rows.append(
                {
                    "input": name,
                    "threads": threads,
                    "bytes": sizes,
                    "seconds": took.spreads(),
                    "runs": took.runs,
                    "per_byte": scaled(took.ratio("vcf", "table"), sizes["table"] / sizes["vcf"]),
                }
            )
            for path in outputs.values():
                path.unlink()
    return rows


def show_table(bench, rows):
    bench.table(
        f"VCF text beside the haplotype table (seconds per byte of output: at most "
        f"{most_per_byte_of_table} times the table's)",
        ("input", "threads", "MB table", "MB VCF", "table s", "VCF s", "per byte, VCF / table", ""),
        [
            (
                row["input"],
                row["threads"],
                megabytes(row["bytes"]["table"]),
                megabytes(row["bytes"]["vcf"]),
                show(row["seconds"]["table"], 3),
                show(row["seconds"]["vcf"], 3),
                show(row["per_byte"], 2),
                bench.verdict(row["per_byte"]["median"] <= most_per_byte_of_table),
            )
            for row in rows
        ],
    )


def measure_compression(bench):
    tabix, bgzip = bench.tool("tabix", "tabix"), bench.tool("bgzip", "tabix")
    matrix, vcf = make_matrix(bench, "simulated"), simulated_vcf(bench)
    ours, theirs = bench.work / "ours.vcf.gz", bench.work / "theirs.vcf.gz"
    rows = []
    for threads in bench.options.threads:
        to_text = convert(bench, matrix, "-", threads, "-O", "v", "--no-version")
        pipe = (
            f"{line_of(to_text)} | {line_of([bgzip, '-l', 1, f'-@{threads}', '-c'])} > "
            f"{line_of([theirs])}; {line_of([tabix, '-f', '-p', 'vcf', theirs])}"
        )
        took = bench.rounds(
            {
                "hapmill": bench.command(
                    convert(bench, matrix, ours, threads, "--no-version", "--index", "tbi")
                ),
                "compression": bench.floors("deflate", vcf, "--threads", threads, "--level", 1),
                "bgzip": bench.bash(pipe),
            }
        )
        check_text(bench, bgzip, ours, vcf)
        sizes = {
            "vcf": vcf.stat().st_size,
            "hapmill": ours.stat().st_size,
            "compression": took.runs["compression"][-1]["out_bytes"],
            "bgzip": theirs.stat().st_size,
        }
        rows.append(
            {
                "input": "simulated",
                "threads": threads,
                "bytes": sizes,
                "seconds": took.spreads(),
                "runs": took.runs,
                "of_compression": took.ratio("hapmill", "compression"),
                "times_bgzip": took.ratio("bgzip", "hapmill"),
                "size_of_bgzip": sizes["hapmill"] / sizes["bgzip"],
            }
        )
    return rows


def check_text(bench, bgzip, compressed, vcf):
    text = bench.work / "text"
    bench.run([bgzip, "-dc", compressed], stdout=text)
    if digest(text) != digest(vcf):
        raise BenchError(f"{compressed.name} does not hold the text of {vcf.name}")
    text.unlink()


def show_compression(bench, rows):
    low, high = size_of_bgzip
    bench.table(
        f"`.vcf.gz` and its index, beside the compression of the same bytes in memory at level 1 "
        f"(at most {most_of_compression} times its seconds)",
        (
            "input",
            "threads",
            "MB VCF",
            "MB out",
            "hapmill s",
            "compression s",
            "hapmill / compression",
            "",
        ),
        [
            (
                row["input"],
                row["threads"],
                megabytes(row["bytes"]["vcf"]),
                megabytes(row["bytes"]["hapmill"]),
                show(row["seconds"]["hapmill"], 3),
                show(row["seconds"]["compression"], 3),
                show(row["of_compression"], 2),
                bench.verdict(row["of_compression"]["median"] <= most_of_compression),
            )
            for row in rows
        ],
    )
    bench.table(
        f"`.vcf.gz` and its index, beside `hapmill -O v | bgzip -l 1 -@N` and then `tabix` (at "
        f"least {least_times_bgzip} times as fast, size within 10 %)",
        ("input", "threads", "hapmill s", "bgzip, tabix s", "times as fast", "size / bgzip's", ""),
        [
            (
                row["input"],
                row["threads"],
                show(row["seconds"]["hapmill"], 3),
                show(row["seconds"]["bgzip"], 3),
                show(row["times_bgzip"], 2),
                f"{row['size_of_bgzip']:.3f}",
                bench.verdict(
                    row["times_bgzip"]["median"] >= least_times_bgzip
                    and low <= row["size_of_bgzip"] <= high
                ),
            )
            for row in rows
        ],
    )


def measure_bcf(bench):
    bcftools = bench.tool("bcftools", "bcftools")
    matrix, vcf = make_matrix(bench, "simulated"), simulated_vcf(bench)
    ours, theirs = bench.work / "ours.bcf", bench.work / "theirs.bcf"
    rows = []
    for threads in bench.options.threads:
        took = bench.rounds(
            {
                "hapmill": bench.command(
                    convert(bench, matrix, ours, threads, "--no-version", "--index", "none")
                ),
                "bcftools": bench.command(
                    [
                        bcftools,
                        "view",
                        "--no-version",
                        "-Ob1",
                        "--threads",
                        threads,
                        vcf,
                        "-o",
                        theirs,
                    ]
                ),
            }
        )
        if text_digest(bench, bcftools, ours) != text_digest(bench, bcftools, theirs):
            raise BenchError("hapmill's BCF does not hold the same text as the BCF of bcftools")
        rows.append(
            {
                "input": "simulated",
                "threads": threads,
                "seconds": took.spreads(),
                "runs": took.runs,
                "bytes": {"hapmill": ours.stat().st_size, "bcftools": theirs.stat().st_size},
                "times": took.ratio("bcftools", "hapmill"),
            }
        )
    return rows


def text_digest(bench, bcftools, path):
    text = bench.work / "text"
    bench.run([bcftools, "view", "--no-version", path], stdout=text)
    return digest(text)


def show_bcf(bench, rows):
    bench.table(
        f"BCF from the matrix, beside `bcftools view -Ob1 --threads N` from hapmill's VCF (at "
        f"least {least_times_bcftools_view} times as fast)",
        (
            "input",
            "threads",
            "MB hapmill",
            "MB bcftools",
            "hapmill s",
            "bcftools s",
            "times as fast",
            "",
        ),
        [
            (
                row["input"],
                row["threads"],
                megabytes(row["bytes"]["hapmill"]),
                megabytes(row["bytes"]["bcftools"]),
                show(row["seconds"]["hapmill"], 3),
                show(row["seconds"]["bcftools"], 3),
                show(row["times"], 1),
                bench.verdict(row["times"]["median"] >= least_times_bcftools_view),
            )
            for row in rows
        ],
    )


def write_reference(matrix, path):
    """Writes a FASTA file with REF at every position of the matrix and N elsewhere."""
    contigs = {}
    with open(matrix, "rb") as rows:
        for row in rows:
            contig, pos, ref, _ = row.split(b"\t", 3)
            bases = contigs.setdefault(contig, bytearray())
            missing = int(pos) - len(bases)
            if missing > 0:
                bases += b"N" * missing
            bases[int(pos) - 1 : int(pos)] = ref
    with open(path, "wb") as file:
        for contig, bases in contigs.items():
            file.write(b">%s\n" % contig)
            file.writelines(bases[k : k + 60] + b"\n" for k in range(0, len(bases), 60))


def measure_tsv2vcf(bench):
    bcftools = bench.tool("bcftools", "bcftools")
    shape = bench.scaled(tsv2vcf_shape)
    matrix = bench.generate(bench.work / "tsv2vcf.tsv", shape)
    reference = bench.work / "ref.fa"
    write_reference(matrix, reference)
    names = ",".join(f"s{i + 1}" for i in range(shape["columns"]))
    theirs = [
        bcftools,
        "convert",
        "--no-version",
        "--tsv2vcf",
        matrix,
        "-f",
        reference,
        "-c",
        "CHROM,POS,-,AA",
        "-s",
        names,
        "-O",
        "v",
        "-o",
        bench.work / "theirs.vcf",
    ]
    told = bench.work / "told"
    bench.run([bcftools, "--version"], stdout=told)
    version = told.read_text().splitlines()[0]
    rows = []
    for threads in bench.options.threads:
        ours = convert(bench, matrix, bench.work / "ours.vcf", threads, "--pairs", "none")
        took = bench.rounds({"hapmill": bench.command(ours), "bcftools": bench.command(theirs)})
        rows.append(
            {
                "input": f"{shape['rows']:,} × {shape['columns']}",
                "threads": threads,
                "seconds": took.spreads(),
                "runs": took.runs,
                "bcftools": version,
                "times": took.ratio("bcftools", "hapmill"),
            }
        )
    return rows


def show_tsv2vcf(bench, rows):
    bench.table(
        f"VCF text, beside `bcftools convert --tsv2vcf`, which uses one thread (at least "
        f"{least_times_tsv2vcf} times as fast)",
        ("input", "threads", "hapmill s", "bcftools s", "times as fast", ""),
        [
            (
                row["input"],
                row["threads"],
                show(row["seconds"]["hapmill"], 3),
                show(row["seconds"]["bcftools"], 3),
                show(row["times"], 1),
                bench.verdict(row["times"]["median"] >= least_times_tsv2vcf),
            )
            for row in rows
        ],
    )
    print(
        f"Measured with {rows[0]['bcftools']}, for its time only: version 1.16 reads a cell of one "
        "letter as two alleles,\nthe second of them unknown, so its genotypes are wrong. It also "
        "writes the sites that are not variant.\n"
    )


def measure_levels(bench):
    matrix, out = make_matrix(bench, "simulated"), bench.work / "level.vcf.gz"
    threads = max(bench.options.threads)

    def at_level(level):
        def run():
            took = bench.run(
                convert(
                    bench,
                    matrix,
                    out,
                    threads,
                    "--no-version",
                    "--index",
                    "none",
                    "--compression-level",
                    level,
                )
            )
            return took | {"out_bytes": out.stat().st_size}

        return run

    took = bench.rounds({level: at_level(level) for level in range(10)})
    text = simulated_vcf(bench).stat().st_size
    rows = []
    for level, runs in took.runs.items():
        size, seconds = runs[-1]["out_bytes"], took.spread(level)
        rows.append(
            {
                "level": level,
                "threads": threads,
                "seconds": seconds,
                "bytes": size,
                "of_text": size / text,
                "text_bytes_per_second": text / seconds["median"],
                "runs": runs,
            }
        )
    return rows


def show_levels(bench, rows):
    bench.table(
        f"Time and size of `.vcf.gz` by level, from `simulated` with {rows[0]['threads']} threads",
        ("level", "s", "MB out", "share of the text", "MB/s of text"),
        [
            (
                row["level"],
                show(row["seconds"], 3),
                megabytes(row["bytes"]),
                f"{row['of_text']:.4f}",
                f"{row['text_bytes_per_second'] / 1e6:.0f}",
            )
            for row in rows
        ],
    )


sections = {
    "table": Section(
        "VCF text, beside the haplotype table of the same matrix", measure_table, show_table
    ),
    "compression": Section(
        "`.vcf.gz`, beside compression alone, and beside bgzip and tabix",
        measure_compression,
        show_compression,
    ),
    "bcf": Section("BCF, beside bcftools view of hapmill's VCF", measure_bcf, show_bcf),
    "tsv2vcf": Section(
        "VCF text, beside bcftools convert --tsv2vcf", measure_tsv2vcf, show_tsv2vcf
    ),
    "levels": Section("time and size of `.vcf.gz` at levels 0 to 9", measure_levels, show_levels),
}

part = Part(
    summary="VCF and BCF output, beside the table, compression alone, bgzip and bcftools",
    sections=sections,
    needs="bcftools, tabix (for bgzip), python3-venv (for msprime, from PyPI, once)",
    room="5 GB",
)
