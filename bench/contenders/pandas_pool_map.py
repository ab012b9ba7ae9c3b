#!/usr/bin/env python3
"""The haplotype table of a matrix: one pandas frame, Pool.map over its contigs, concat and to_csv.

Cells are read as S1, one byte each. With 31 columns that took about half the CPU time of object
and of category. After that all is vectorised NumPy and takes less than the parser.
A frame of 34 columns of results would go through to_csv cell by cell, so workers return one
column, the text of the records. What limits it: read_csv and to_csv run in one process, and one
contig is converted by one worker.
Published: 304 MB read in 3.99 s by the engine c and in 0.64 s by pyarrow
(github.com/audeering/audformat/issues/382); none was found for a whole task like this one.
engine="pyarrow" read 38 MB of 31 columns in the same 0.14 s here, on two CPUs and in twice the memory,
and with 3,100 columns took 1.2 times as long and 1.6 times the CPU time: not taken.
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
    """Numbers, among the haplotype columns, of the left and of the right column of each sample."""
    number = {name: i for i, name in enumerate(columns)}
    pairs = sorted((name, name[:-1] + "b") for name in columns if name.endswith("a"))
    pairs = [pair for pair in pairs if pair[1] in number]
    if not pairs:
        raise SystemExit("no columns NAMEa and NAMEb form a pair")
    return [number[left] for left, _ in pairs], [number[right] for _, right in pairs]


def header_line(columns, left, right):
    names = [columns[i] + columns[j] for i, j in zip(left, right)]
    return "\t".join(["contig", "pos", "ref", "alt"]
                     + [f"{name}_{what}" for name in names for what in ("PI", "PG_al")])


def alternates(cells, ref):
    """ALT of each row as text of nine bytes, 0 where it is shorter: `C`, `-,T`."""
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
    """Rows of one contig, all of them variant sites, as texts."""
    alt = alternates(cells, ref)
    cells = np.where((cells == ord("N")) | (cells == ord("-")), ref[:, None], cells)
    site = contig + b"\t" + bytes(pos.shape[1]) + b"\t?\t" + bytes(alt.shape[1])
    sample = b"\t" + contig + b"\t?|?"
    line = np.frombuffer(site + sample * len(left) + b"\n", np.uint8)
    text = np.empty((len(ref), len(line)), np.uint8)
    text[:] = line
    pos_at = len(contig) + 1
    ref_at = pos_at + pos.shape[1] + 1
    text[:, pos_at:ref_at - 1] = pos
    text[:, ref_at] = ref
    text[:, ref_at + 2:len(site)] = alt
    text[:, len(site) + len(sample) - 3:-1:len(sample)] = cells[:, left]
    text[:, len(site) + len(sample) - 1:-1:len(sample)] = cells[:, right]
    return text.tobytes().translate(None, b"\0").decode().splitlines()


def convert(task):
    """The frame of one contig's rows to a frame of one column, the text of the records."""
    frame, header, left, right = task
    ref = frame[2].to_numpy().view(np.uint8)
    cells = frame.iloc[:, 3:].to_numpy().view(np.uint8)
    # Columns are what lies together in memory here, and rows afterwards.
    variant = ((cells.T != ref) & (cells.T != ord("N"))).any(axis=0)
    pos = frame[1].to_numpy()[variant].view(np.uint8).reshape(-1, POS_BYTES)
    contig = frame[0].iat[0].encode()
    ref, cells = ref[variant], np.ascontiguousarray(cells[variant])
    return pd.DataFrame({header: records(contig, pos, ref, cells, left, right)}, dtype="str")


def results(pool, tasks):
    """What map gives. A Pool waits for ever for a worker that was killed: here that is an error."""
    workers = multiprocessing.active_children()
    waiting = pool.map_async(convert, tasks, chunksize=1)
    while True:
        try:
            return waiting.get(timeout=1)
        except multiprocessing.TimeoutError:
            if any(worker.exitcode is not None for worker in workers):
                # No way out through the Pool: it would wait for locks that the worker has held.
                print("a worker process has died", file=sys.stderr, flush=True)
                for child in multiprocessing.active_children():
                    child.kill()
                os._exit(1)


def read(path, width):
    # In chunks, since what one holds stays in the cache while it is parsed: 1.5 times as fast. copy()
    # makes one array of all its cells, since thousands, one a column, take long to slice and to send.
    chunks = pd.read_csv(
        path, sep="\t", header=0, names=range(width), index_col=False,
        dtype={0: object, 1: np.dtype(f"S{POS_BYTES}"), **dict.fromkeys(range(2, width), np.dtype("S1"))},
        na_filter=False, quoting=csv.QUOTE_NONE, low_memory=False,
        chunksize=max(LEAST_ROWS_PER_READ, CELLS_PER_READ // width))
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
    # One column, so that the separator, which no contig's name holds, is never written.
    table.to_csv(options.out, sep="\x1f", index=False, quoting=csv.QUOTE_NONE, encoding="utf-8")


if __name__ == "__main__":
    main()
