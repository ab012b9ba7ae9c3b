"""Makes the haplotype table of a matrix with DuckDB: read_csv, one SELECT, COPY.

    duckdb_sql.py MATRIX OUT [--threads N]

Each row is read as one text, and rows keep their order. memory_limit is DuckDB's default.

Also tried, compared in CPU time of single runs: read_csv into columns takes four times as long as
read_csv into texts, before anything is done with them. Cells cut from the text by substr() take up
to nine times as long with 3,100 columns, because each cut counts characters from the left. A
regexp_replace of neighbours takes twice as long as the cut. The alternates by translate() or
list_sort() take twice as long as by ltrim().

A published figure is 1.4 GB of CSV read in 1.3 s (krabarena.org, "Parquet zstd beats CSV", machine
not named). That reads 19 columns into memory. Here each cell is cut out and put together again, and
the result is written as text.
"""

import argparse
import os
import sys

import duckdb


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def pair_columns(names):
    """The name and the two columns, from 0, of each sample."""
    ordinal = {name: i for i, name in enumerate(names)}
    samples = [
        (first + first[:-1] + "b", ordinal[first], ordinal[first[:-1] + "b"])
        for first in sorted(names, key=str.encode)
        if first.endswith("a") and first[:-1] + "b" in ordinal
    ]
    if not samples:
        sys.exit("duckdb_sql: no two columns have names that pair, such as xa and xb")
    return samples


def query(matrix, samples, cells_size):
    """The records, as one column whose name is the header line."""
    header = "contig\tpos\tref\talt" + "".join(f"\t{name}_PI\t{name}_PG_al" for name, _, _ in samples)
    fields = ", ".join(f"pi, cells[{left + 1}], '|', cells[{right + 1}]" for _, left, right in samples)
    not_variant = "[^\t]*\t[^\t]*\t(A(\t[AN])*|C(\t[CN])*|G(\t[GN])*|T(\t[TN])*)"
    # Trimming REF, N and TABs from the left leaves an alternate there; then it is trimmed too.
    return f"""
WITH variant AS (
  SELECT line, substr(line, -{cells_size}) AS cells, substr(line, -{cells_size + 2}, 1) AS ref
  FROM read_csv({quoted(matrix)}, columns = {{'line': 'VARCHAR'}}, header = false, skip = 1,
                delim = '\x01', quote = '', escape = '', auto_detect = false)
  WHERE NOT regexp_full_match(line, '{not_variant}')
),
first_found AS (SELECT *, ltrim(cells, 'N\t' || ref) AS rest1 FROM variant),
second_found AS (SELECT *, ltrim(rest1, 'N\t' || ref || rest1[1]) AS rest2 FROM first_found),
third_found AS (
  SELECT *, ltrim(rest2, 'N\t' || ref || rest1[1] || rest2[1]) AS rest3 FROM second_found
),
all_found AS (
  SELECT *, ltrim(rest3, 'N\t' || ref || rest1[1] || rest2[1] || rest3[1]) AS rest4 FROM third_found
),
site AS (
  SELECT left(line, -{cells_size})
           || concat_ws(',', rest1[1], nullif(rest2[1], ''), nullif(rest3[1], ''),
                        nullif(rest4[1], ''))
           AS site,
         '\t' || split_part(line, '\t', 1) || '\t' AS pi,
         string_split(replace(replace(cells, 'N', ref), '-', ref), '\t') AS cells
  FROM all_found
)
SELECT concat(site, {fields}) AS "{header}" FROM site"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("matrix")
    parser.add_argument("out")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    with open(options.matrix) as file:
        names = file.readline().rstrip("\n").split("\t")[3:]
    connection = duckdb.connect()
    connection.execute(f"SET threads = {options.threads}")
    records = query(options.matrix, pair_columns(names), 2 * len(names) - 1)
    connection.execute(
        f"COPY ({records}) TO {quoted(options.out)} "
        "(FORMAT csv, HEADER true, DELIMITER '\x01', QUOTE '', ESCAPE '')"
    )


if __name__ == "__main__":
    main()
