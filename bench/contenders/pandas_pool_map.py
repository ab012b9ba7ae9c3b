#!/usr/bin/env python3
"""Makes the haplotype table of a matrix from one pandas frame, with Pool.map over its contigs.

Cells are read as S1, one byte each. With 31 columns that took about half the CPU time of object and
of category. Everything after the parser is vectorized NumPy and takes less time than the parser. A
frame with 34 columns of results would pass through to_csv cell by cell, so workers return a single
column with the text of the records. The limit is that read_csv and to_csv run in one process, and
that each contig is converted by one worker. A published figure is 304 MB read in 3.99 s by the C
engine and in 0.64 s by pyarrow (github.com/audeering/audformat/issues/382). None was found for a
whole task like this one. Here, engine="pyarrow" read 38 MB with 31 columns in the same 0.14 s, but
on two CPUs and in twice the memory. With 3,100 columns it took 1.2 times as long and 1.6 times the
CPU time. So it is not used.
"""

import argparse
import csv
import multiprocessing
import os
import sys

import numpy as np
import pandas as pd

CELLS_PER_READ = 1 << 19
LEAST_ROWS_PER_READ = 1 << 12
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
    return "\t".join(
        ["contig", "pos", "ref", "alt"] + [f"{name}_{what}" for name in names for what in ("PI", "PG_al")]
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
    """The records of rows of one contig, which all are variant sites, as a list of texts."""
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
    return text.tobytes().translate(None, b"\0").decode().splitlines()


def convert(task):
    """Converts the frame of a contig to a frame of one column, the text of the records."""
    frame, header, left, right = task
    ref = frame[2].to_numpy().view(np.uint8)
    cells = frame.iloc[:, 3:].to_numpy().view(np.uint8)
    # Columns are contiguous in memory here, and rows afterwards.
    variant = ((cells.T != ref) & (cells.T != ord("N"))).any(axis=0)
    pos = frame[1].to_numpy()[variant].view(np.uint8).reshape(-1, POS_BYTES)
    contig = frame[0].iat[0].encode()
    ref, cells = ref[variant], np.ascontiguousarray(cells[variant])
    return pd.DataFrame({header: records(contig, pos, ref, cells, left, right)}, dtype="str")


def results(pool, tasks):
    """The results of map. A Pool waits forever for a killed worker; here that is an error."""
    workers = multiprocessing.active_children()
    waiting = pool.map_async(convert, tasks, chunksize=1)
    while True:
        try:
            return waiting.get(timeout=1)
        except multiprocessing.TimeoutError:
            if any(worker.exitcode is not None for worker in workers):
                # The Pool cannot be closed: it would wait for locks that the worker held.
                print("a worker process has died", file=sys.stderr, flush=True)
                for child in multiprocessing.active_children():
                    child.kill()
                os._exit(1)


def read(path, width):
    # Chunks are 1.5 times as fast, because a chunk stays in the cache while it is parsed. copy()
    # makes one array of all cells of a chunk: thousands of arrays, one per column, take long to
    # slice and to send.
    chunks = pd.read_csv(
        path,
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
        chunksize=max(LEAST_ROWS_PER_READ, CELLS_PER_READ // width),
    )
    return pd.concat((chunk.copy() for chunk in chunks), ignore_index=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("matrix")
    parser.add_argument("out")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()

    with open(options.matrix, encoding="utf-8") as matrix:
        columns = matrix.readline().rstrip("\r\n").split("\t")
    left, right = samples_of(columns[3:])
    header = header_line(columns[3:], left, right)

    frame = read(options.matrix, len(columns))
    tasks = [(rows, header, left, right) for _, rows in frame.groupby(0, sort=False)]
    del frame
    with multiprocessing.get_context("fork").Pool(options.processes) as pool:
        frames = results(pool, tasks)
    table = pd.concat([pd.DataFrame({header: []}, dtype="str"), *frames])
    # There is only one column, so the separator is never written. No name of a contig contains it.
    table.to_csv(options.out, sep="\x1f", index=False, quoting=csv.QUOTE_NONE, encoding="utf-8")


if __name__ == "__main__":
    main()
