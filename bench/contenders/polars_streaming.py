"""Makes the haplotype table of a matrix with polars: scan_csv, expressions and sink_csv.

    polars_streaming.py MATRIX OUT [--threads N]

Each row is read as one text, and every node of the physical plan is one of the streaming engine.

Also tried, compared in CPU time of single runs: scan_csv into columns takes eight times as long as
scan_csv into texts, before anything is done with them. Cells cut from the text by str.slice() take
1.1 times as long as cells taken from a list with 31 columns, and 1.5 times with 3,100.
str.split_exact() takes 1.3 times and 0.9 times as long. A regular expression that replaces
neighbours takes twice as long as the cut.

A published figure is 984 MB of CSV read in 0.86 s (krabarena.org, "Polars beats Pandas by 2.1x on
Parquet", Polars 1.40.1 on an AMD EPYC 9355P). That reads 8 columns of numbers into memory. Here
each cell is cut out and put together again, and the result is written as text.
"""

import argparse
import os
import sys


def pair_columns(names):
    """The name and the two columns, from 0, of each sample."""
    ordinal = {name: i for i, name in enumerate(names)}
    samples = [
        (first + first[:-1] + "b", ordinal[first], ordinal[first[:-1] + "b"])
        for first in sorted(names, key=str.encode)
        if first.endswith("a") and first[:-1] + "b" in ordinal
    ]
    if not samples:
        sys.exit("polars_streaming: no two columns have names that pair, such as xa and xb")
    return samples


def records(pl, matrix, samples, cells_size):
    """The records, as one column whose name is the header line."""
    header = "contig\tpos\tref\talt" + "".join(f"\t{name}_PI\t{name}_PG_al" for name, _, _ in samples)
    line, ref, cells = pl.col("line"), pl.col("ref"), pl.col("cells")
    not_variant = "^[^\t]*\t[^\t]*\t(?:A(?:\t[AN])*|C(?:\t[CN])*|G(?:\t[GN])*|T(?:\t[TN])*)$"
    variant = (
        pl.scan_csv(
            matrix,
            has_header=False,
            skip_rows=1,
            separator="\x01",
            quote_char=None,
            schema={"line": pl.String},
        )
        .filter(~line.str.contains(not_variant))
        .with_columns(
            cells=line.str.tail(cells_size),
            ref=line.str.tail(cells_size + 2).str.head(1),
            pi=pl.concat_str(pl.lit("\t"), line.str.extract("^([^\t]*)"), pl.lit("\t")),
        )
    )

    # Trimming REF, N and TABs from the left leaves an alternate there; then it is trimmed too.
    found = variant.with_columns(
        known=pl.concat_str(pl.lit("N\t"), ref), rest=cells, site=line.str.head(-cells_size)
    )
    for ordinal in range(4):
        found = found.with_columns(rest=pl.col("rest").str.strip_chars_start(pl.col("known")))
        allele = pl.col("rest").str.head(1)
        comma = pl.when(allele != "").then(pl.lit(",")).otherwise(pl.lit(""))
        text = allele if ordinal == 0 else comma + allele
        found = found.with_columns(site=pl.concat_str("site", text), known=pl.concat_str("known", allele))

    found = found.with_columns(
        cells=cells.str.replace_all("N", ref, literal=True)
        .str.replace_all("-", ref, literal=True)
        .str.split("\t")
    )
    fields = [pl.col("site")]
    for _, left, right in samples:
        fields += [pl.col("pi"), cells.list.get(left), pl.lit("|"), cells.list.get(right)]
    return found.select(pl.concat_str(fields).alias(header))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("matrix")
    parser.add_argument("out")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    # polars reads it when it is imported.
    os.environ["POLARS_MAX_THREADS"] = str(options.threads)
    import polars as pl

    with open(options.matrix) as file:
        names = file.readline().rstrip("\n").split("\t")[3:]
    frame = records(pl, options.matrix, pair_columns(names), 2 * len(names) - 1)
    frame.sink_csv(options.out, separator="\x01", quote_style="never", engine="streaming")


if __name__ == "__main__":
    main()
