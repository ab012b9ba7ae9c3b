#!/usr/bin/env python3
"""Makes the haplotype table of a matrix with pandas.read_csv(chunksize) and Pool.imap.

Cells are read as S1, one byte each. With 31 columns that took about half the CPU time of object and
of category. Everything after the parser is vectorized NumPy and takes less time than the parser. Of
chunks of 4,096 to 65,536 rows, those of about 16,000 were the fastest with 31 columns. The limit is
that read_csv runs in one process, whose chunks are sent through a pipe. A published figure is 304
MB read in 3.99 s by the C engine and in 0.64 s by pyarrow
(github.com/audeering/audformat/issues/382). None was found for a whole task like this one. The
pyarrow engine has no chunksize.
"""

import argparse
import csv
import multiprocessing
import os
import sys

import numpy as np
import pandas as pd

START_METHOD = "fork"
CELLS_PER_CHUNK = 1 << 19
LEAST_ROWS_PER_CHUNK = 1 << 12
POS_BYTES = 10


def samples_of(columns):
    """The left and the right column of each sample, as numbers among the haplotype columns."""
    number = {name: i for i, name in enumerate(columns)}
    pairs = sorted((name, name[:-1] + "b") for name in columns if name.endswith("a"))
    pairs = [pair for pair in pairs if pair[1] in number]
    if not pairs:
        raise SystemExit("no two columns have names that pair, NAMEa and NAMEb")
    return [number[left] for left, _ in pairs], [number[right] for _, right in pairs]


def header_line(columns, left, right):
    names = [columns[i] + columns[j] for i, j in zip(left, right)]
    return (
        "\t".join(
            ["contig", "pos", "ref", "alt"] + [f"{name}_{what}" for name in names for what in ("PI", "PG_al")]
        )
        + "\n"
    )


def alternates(cells, ref):
    """ALT of each row, such as `C` or `-,T`, as nine bytes that are padded with 0."""
    codes = np.frombuffer(b"ACGT-", np.uint8)
    first = np.empty((len(codes), len(ref)), np.int64)
    for code, place in zip(codes, first):
        here = cells == code
        place[:] = here.argmax(axis=1)
        place[~here.any(axis=1) | (ref == code)] = cells.shape[1]
    order = first.argsort(axis=0, kind="stable")
    seen = np.take_along_axis(first, order, axis=0) < cells.shape[1]
    text = np.zeros((len(ref), 2 * len(codes) - 1), np.uint8)
    text[:, ::2] = np.where(seen, codes[order], 0).T
    text[:, 1::2] = np.where(seen[1:], ord(","), 0).T
    return text


def records(contig, pos, ref, cells, left, right):
    """The records of rows of one contig, which all are variant sites, as lines of text."""
    alt = alternates(cells, ref)
    cells = np.where((cells == ord("N")) | (cells == ord("-")), ref[:, None], cells)
    site = contig + b"\t" + bytes(pos.shape[1]) + b"\t?\t" + bytes(alt.shape[1])
    sample = b"\t" + contig + b"\t?|?"
    line = np.frombuffer(site + sample * len(left) + b"\n", np.uint8)
    text = np.empty((len(ref), len(line)), np.uint8)
    text[:] = line
    pos_at = len(contig) + 1
    ref_at = pos_at + pos.shape[1] + 1
    text[:, pos_at : ref_at - 1] = pos
    text[:, ref_at] = ref
    text[:, ref_at + 2 : len(site)] = alt
    text[:, len(site) + len(sample) - 3 : -1 : len(sample)] = cells[:, left]
    text[:, len(site) + len(sample) - 1 : -1 : len(sample)] = cells[:, right]
    return text.tobytes().translate(None, b"\0")


def convert(task):
    frame, left, right = task
    if frame.empty:
        return b""
    ref = frame[2].to_numpy().view(np.uint8)
    cells = frame.iloc[:, 3:].to_numpy().view(np.uint8)
    # Columns are contiguous in memory here, and rows afterwards.
    variant = ((cells.T != ref) & (cells.T != ord("N"))).any(axis=0)
    contig = frame[0].to_numpy()[variant]
    pos = frame[1].to_numpy()[variant].view(np.uint8).reshape(-1, POS_BYTES)
    ref, cells = ref[variant], np.ascontiguousarray(cells[variant])
    begins = [0, *np.flatnonzero(contig[1:] != contig[:-1]) + 1, len(contig)]
    runs = [slice(begin, end) for begin, end in zip(begins, begins[1:]) if begin != end]
    return b"".join(
        records(contig[run.start].encode(), pos[run], ref[run], cells[run], left, right) for run in runs
    )


def in_order(pool, tasks):
    """The results of imap. A Pool waits forever for a killed worker; here that is an error."""
    workers = multiprocessing.active_children()
    results = pool.imap(convert, tasks)
    while True:
        try:
            yield results.next(timeout=1)
        except multiprocessing.TimeoutError:
            if any(worker.exitcode is not None for worker in workers):
                # The Pool cannot be closed: it would wait for locks that the worker held.
                print("a worker process has died", file=sys.stderr, flush=True)
                for child in multiprocessing.active_children():
                    child.kill()
                os._exit(1)
        except StopIteration:
            return


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("matrix")
    parser.add_argument("out")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()

    with open(options.matrix, encoding="utf-8") as matrix:
        columns = matrix.readline().rstrip("\r\n").split("\t")
    cell_columns = columns[3:]
    left, right = samples_of(cell_columns)

    # The pool starts before pandas reads, so that a fork copies little.
    pool = multiprocessing.get_context(START_METHOD).Pool(options.processes)
    width = len(columns)
    chunks = pd.read_csv(
        options.matrix,
        sep="\t",
        header=0,
        names=range(width),
        index_col=False,
        dtype={
            0: object,
            1: np.dtype(f"S{POS_BYTES}"),
            **dict.fromkeys(range(2, width), np.dtype("S1")),
        },
        na_filter=False,
        quoting=csv.QUOTE_NONE,
        low_memory=False,
        chunksize=max(LEAST_ROWS_PER_CHUNK, CELLS_PER_CHUNK // width),
    )
    with pool, chunks, open(options.out, "wb") as out:
        out.write(header_line(cell_columns, left, right).encode())
        # copy() makes one array of all cells. With thousands of arrays, one per column, a worker
        # takes three times as long.
        tasks = ((chunk.copy(), left, right) for chunk in chunks)
        for text in in_order(pool, tasks):
            out.write(text)


if __name__ == "__main__":
    main()
