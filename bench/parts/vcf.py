"""Measures VCF and BCF output beside the haplotype table, compression alone, bgzip and bcftools."""

import shlex
import shutil

from environment import msprime, python_with, simulated_matrix
from measuring import BenchError, Size, digest, repository, size_of

from parts.part import Part, Section, Table, matrix_rates, matrix_shapes, pairs

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
            sizes = {kind: size_of(path) for kind, path in outputs.items()}
            per_byte = took.ratio("vcf", "table").scaled(sizes["table"] / sizes["vcf"])
            rows.append(
                {
                    "input": name,
                    "threads": threads,
                    "bytes": sizes,
                    "per_byte": per_byte,
                    "verdict": bench.verdict(per_byte["median"] <= most_per_byte_of_table),
                    **took.report(),
                }
            )
            for path in outputs.values():
                path.unlink()
    return rows


table_table = Table(
    f"VCF text beside the haplotype table (seconds per byte of output: at most "
    f"{most_per_byte_of_table} times the table's)",
    {
        "input": "{input}",
        "threads": "{threads}",
        "MB table": "{bytes[table]:MB}",
        "MB VCF": "{bytes[vcf]:MB}",
        "table s": "{seconds[table]:.3f}",
        "VCF s": "{seconds[vcf]:.3f}",
        "per byte, VCF / table": "{per_byte:.2f}",
        "": "{verdict}",
    },
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
            "vcf": size_of(vcf),
            "hapmill": size_of(ours),
            "compression": Size(took.runs["compression"][-1]["out_bytes"]),
            "bgzip": size_of(theirs),
        }
        rows.append(
            {
                "input": "simulated",
                "threads": threads,
                "bytes": sizes,
                **took.report(),
                **compare_compression(bench, took, sizes["hapmill"] / sizes["bgzip"]),
            }
        )
    return rows


def compare_compression(bench, took, size):
    low, high = size_of_bgzip
    alone, bgzip = took.ratio("hapmill", "compression"), took.ratio("bgzip", "hapmill")
    is_fast, is_small = bgzip["median"] >= least_times_bgzip, low <= size <= high
    return {
        "of_compression": alone,
        "verdict": bench.verdict(alone["median"] <= most_of_compression),
        "times_bgzip": bgzip,
        "size_of_bgzip": size,
        "bgzip_verdict": bench.verdict(is_fast and is_small),
    }


def check_text(bench, bgzip, compressed, vcf):
    text = bench.work / "text"
    bench.run([bgzip, "-dc", compressed], stdout=text)
    if digest(text) != digest(vcf):
        raise BenchError(f"{compressed.name} does not hold the text of {vcf.name}")
    text.unlink()


compression_table = Table(
    f"`.vcf.gz` and its index, beside the compression of the same bytes in memory at level 1 (at "
    f"most {most_of_compression} times its seconds)",
    {
        "input": "{input}",
        "threads": "{threads}",
        "MB VCF": "{bytes[vcf]:MB}",
        "MB out": "{bytes[hapmill]:MB}",
        "hapmill s": "{seconds[hapmill]:.3f}",
        "compression s": "{seconds[compression]:.3f}",
        "hapmill / compression": "{of_compression:.2f}",
        "": "{verdict}",
    },
)
bgzip_table = Table(
    f"`.vcf.gz` and its index, beside `hapmill -O v | bgzip -l 1 -@N` and then `tabix` (at least "
    f"{least_times_bgzip} times as fast, size within 10 %)",
    {
        "input": "{input}",
        "threads": "{threads}",
        "hapmill s": "{seconds[hapmill]:.3f}",
        "bgzip, tabix s": "{seconds[bgzip]:.3f}",
        "times as fast": "{times_bgzip:.2f}",
        "size / bgzip's": "{size_of_bgzip:.3f}",
        "": "{bgzip_verdict}",
    },
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
        times = took.ratio("bcftools", "hapmill")
        rows.append(
            {
                "input": "simulated",
                "threads": threads,
                "bytes": {"hapmill": size_of(ours), "bcftools": size_of(theirs)},
                "times": times,
                "verdict": bench.verdict(times["median"] >= least_times_bcftools_view),
                **took.report(),
            }
        )
    return rows


def text_digest(bench, bcftools, path):
    text = bench.work / "text"
    bench.run([bcftools, "view", "--no-version", path], stdout=text)
    return digest(text)


bcf_table = Table(
    f"BCF from the matrix, beside `bcftools view -Ob1 --threads N` from hapmill's VCF (at least "
    f"{least_times_bcftools_view} times as fast)",
    {
        "input": "{input}",
        "threads": "{threads}",
        "MB hapmill": "{bytes[hapmill]:MB}",
        "MB bcftools": "{bytes[bcftools]:MB}",
        "hapmill s": "{seconds[hapmill]:.3f}",
        "bcftools s": "{seconds[bcftools]:.3f}",
        "times as fast": "{times:.1f}",
        "": "{verdict}",
    },
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
        times = took.ratio("bcftools", "hapmill")
        rows.append(
            {
                "input": f"{shape['rows']:,} × {shape['columns']}",
                "threads": threads,
                "bcftools": version,
                "times": times,
                "verdict": bench.verdict(times["median"] >= least_times_tsv2vcf),
                **took.report(),
            }
        )
    return rows


tsv2vcf_table = Table(
    f"VCF text, beside `bcftools convert --tsv2vcf`, which uses one thread (at least "
    f"{least_times_tsv2vcf} times as fast). Measured\nwith {{bcftools}}, for its time only: "
    "version 1.16 reads a cell of one letter as two alleles, the second\nof them unknown, so its "
    "genotypes are wrong. It also writes the sites that are not variant",
    {
        "input": "{input}",
        "threads": "{threads}",
        "hapmill s": "{seconds[hapmill]:.3f}",
        "bcftools s": "{seconds[bcftools]:.3f}",
        "times as fast": "{times:.1f}",
        "": "{verdict}",
    },
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
    text = size_of(simulated_vcf(bench))
    return [
        {
            "level": level,
            "threads": threads,
            "seconds": took.spread(level),
            "bytes": Size(runs[-1]["out_bytes"]),
            "of_text": runs[-1]["out_bytes"] / text,
            "megabytes_per_second": text / took.spread(level)["median"] / 1e6,
            "runs": runs,
        }
        for level, runs in took.runs.items()
    ]


levels_table = Table(
    "Time and size of `.vcf.gz` by level, from `simulated` with {threads} threads",
    {
        "level": "{level}",
        "s": "{seconds:.3f}",
        "MB out": "{bytes:MB}",
        "share of the text": "{of_text:.4f}",
        "MB/s of text": "{megabytes_per_second:.0f}",
    },
)

sections = {
    "table": Section(
        "VCF text, beside the haplotype table of the same matrix", measure_table, (table_table,)
    ),
    "compression": Section(
        "`.vcf.gz`, beside compression alone, and beside bgzip and tabix",
        measure_compression,
        (compression_table, bgzip_table),
    ),
    "bcf": Section("BCF, beside bcftools view of hapmill's VCF", measure_bcf, (bcf_table,)),
    "tsv2vcf": Section("VCF text, beside bcftools convert --tsv2vcf", measure_tsv2vcf, (tsv2vcf_table,)),
    "levels": Section("time and size of `.vcf.gz` at levels 0 to 9", measure_levels, (levels_table,)),
}

part = Part(
    summary="VCF and BCF output, beside the table, compression alone, bgzip and bcftools",
    sections=sections,
    needs="bcftools, tabix (for bgzip), python3-venv (for msprime, from PyPI, once)",
    room="5 GB",
)
