"""Measures conversions of matrices with additional columns beside a plain matrix."""

import random

from measuring import size_of, spread

from parts.part import Part, Table

columns = 80  # accessions, as in the first quality matrices of the 1001 Genomes project
matrix_bytes = 400e6
least_rate = 0.7  # of the bytes per second of the plain matrix


def make_rows(count, write_row):
    """Some hundred different rows in a random order, at one position after another."""
    chance = random.Random(1)
    rows = []
    for _ in range(500):
        ref, alt = chance.sample("ACGT", 2)
        is_variant = chance.random() < 0.1
        cells = [chance.choices((alt if is_variant else ref, ref, "N"), (3, 6, 1))[0] for _ in range(columns)]
        qualities = [str(min(40, int(chance.expovariate(0.03)))) for _ in range(columns)]
        rows.append(write_row(ref, alt, cells, qualities))
    return (f"1\t{pos}\t{rows[chance.randrange(500)]}\n" for pos in range(1, count + 1))


def write_plain(ref, alt, cells, qualities):
    return "\t".join([ref, *cells])


def write_call_quality(ref, alt, cells, qualities):
    return "\t".join([ref, *(f"{cell}\t{quality}" for cell, quality in zip(cells, qualities, strict=True))])


def write_with_alt(ref, alt, cells, qualities):
    return "\t".join([ref, alt, *cells])


quality_options = ["--cell-columns", "call,quality"]
# name: (file, what writes its rows, options)
layouts = {
    "plain": ("plain", write_plain, []),
    "call-quality": ("quality", write_call_quality, quality_options),
    "call-quality, low are missing": (
        "quality",
        write_call_quality,
        [*quality_options, "--min-quality", "20"],
    ),
    "alt skipped": ("alt", write_with_alt, ["--columns", "skip=4"]),
}


def make_matrix(bench, name, write_row):
    """A matrix of about `matrix_bytes`, at the scale of --scale."""
    path = bench.work / f"{name}.tsv"
    if path.exists():
        return path
    wanted = round(matrix_bytes * bench.options.scale)
    part_path = path.with_suffix(".part")
    size = 0
    with open(part_path, "w", encoding="ascii") as file:
        for row in make_rows(wanted, write_row):
            size += file.write(row)
            if size >= wanted:
                break
    part_path.rename(path)
    return path


def measure_layouts(bench, threads):
    matrices = {name: make_matrix(bench, file, write_row) for name, (file, write_row, _) in layouts.items()}
    took = bench.rounds(
        {
            name: bench.command(bench.convert(matrices[name], bench.out, "--threads", threads, *options))
            for name, (_, _, options) in layouts.items()
        }
    )
    sizes = {name: size_of(path) for name, path in matrices.items()}
    rows = []
    for name in layouts:
        ratio = took.ratio("plain", name).scaled(sizes[name] / sizes["plain"])
        holds = bench.verdict(ratio["median"] >= least_rate)
        rows.append(
            {
                "layout": name,
                "threads": threads,
                "gigabytes_per_second": spread([sizes[name] / 1e9 / s for s in took.seconds(name)]),
                "ratio_to_plain": ratio,
                "verdict": holds if name.startswith("call") else "",
                "runs": took.runs[name],
            }
        )
    return rows


table = Table(
    f"Bytes of matrix per second, beside those of a plain matrix (a matrix with calls and "
    f"qualities: at\nleast {least_rate} x plain)",
    {
        "layout": "{layout}",
        "threads": "{threads}",
        "GB/s": "{gigabytes_per_second:.2f}",
        "x plain": "{ratio_to_plain:.2f}",
        "": "{verdict}",
    },
)


def measure(bench):
    rows = [row for threads in bench.options.threads for row in measure_layouts(bench, threads)]
    bench.report["layouts"] = rows
    bench.show(table, rows)


part = Part(
    summary="matrices with qualities or skipped columns, beside a plain matrix of the same size",
    measure=measure,
    room="2 GB",
    rounds=9,
)
