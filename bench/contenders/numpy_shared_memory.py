#!/usr/bin/env python3
"""Makes the haplotype table of a matrix with NumPy, on pieces of the file in shared memory.

All rows have cells of the same total length. So an array of overlapping views, one byte apart,
copies the cells of every row with one memcpy. The array is then transposed, because comparisons of
whole columns were faster than comparisons along rows. Pieces and texts stay in slots that are used
again, so that memory does not grow with the matrix. The limit is that each step is a pass over
arrays, about twenty per piece. No published figure for such a task was found.
"""

import argparse
import collections
import multiprocessing
import os
import sys
from multiprocessing.shared_memory import SharedMemory

import numpy as np

PIECE_BYTES = 1 << 20
TEXT_PER_PIECE = 4
SLOTS_PER_PROCESS = 3
TAB, COMMA, NEWLINE, MISSING, DELETION = b"\t,\nN-"
ALLELES = np.frombuffer(b"ACGT-", np.uint8)
# ALT of a row with one alternate allele, by bits of ALLELES: one byte, or 0 if there are several.
ONLY = np.zeros(1 << len(ALLELES), np.uint8)
ONLY[1 << np.arange(len(ALLELES))] = ALLELES


def samples_of(columns):
    """The left and the right column of each sample, as numbers among the haplotype columns."""
    number = {name: i for i, name in enumerate(columns)}
    pairs = sorted((name, name[:-1] + "b") for name in columns if name.endswith("a"))
    pairs = [pair for pair in pairs if pair[1] in number]
    if not pairs:
        raise SystemExit("no columns NAMEa and NAMEb form a pair")
    return [number[left] for left, _ in pairs], [number[right] for _, right in pairs]


def header_line(columns, left, right):
    names = [columns[i] + columns[j] for i, j in zip(left, right)]
    return (
        "\t".join(
            ["contig", "pos", "ref", "alt"] + [f"{name}_{what}" for name in names for what in ("PI", "PG_al")]
        )
        + "\n"
    )


def cut(text, begins, size):
    """Copies of `size` bytes of `text` from each of `begins`, as rows, with one memcpy each."""
    view = np.lib.stride_tricks.as_strided(text[:size].view(f"V{size}"), (len(text) - size + 1,), (1,))
    return view[begins].view(np.uint8).reshape(-1, size)


def alternates(columns, ref):
    """ALT of each row, such as `C` or `-,T`, as nine bytes that are padded with 0."""
    text = np.zeros((len(ref), 2 * len(ALLELES) - 1), np.uint8)
    found = np.zeros(len(ref), np.uint8)
    for bit, allele in enumerate(ALLELES):
        found |= ((columns == allele).any(axis=0) & (ref != allele)).view(np.uint8) << bit
    text[:, 0] = ONLY[found]
    several = np.flatnonzero(text[:, 0] == 0)
    cells, ref = np.ascontiguousarray(columns[:, several].T), ref[several]
    first = np.empty((len(ALLELES), len(several)), np.int64)
    for allele, place in zip(ALLELES, first):
        here = cells == allele
        place[:] = here.argmax(axis=1)
        place[~here.any(axis=1) | (ref == allele)] = cells.shape[1]
    order = first.argsort(axis=0, kind="stable")
    seen = np.take_along_axis(first, order, axis=0) < cells.shape[1]
    text[several, ::2] = np.where(seen, ALLELES[order], 0).T
    text[several, 1::2] = np.where(seen[1:], COMMA, 0).T
    return text


def records(site, contig, columns, left, right):
    """The records of rows of one contig. `site` is the text before the samples."""
    sample = b"\t" + contig + b"\t?|?"
    line = np.frombuffer(bytes(site.shape[1]) + sample * len(left) + b"\n", np.uint8)
    text = np.empty((len(site), len(line)), np.uint8)
    text[:] = line
    text[:, : site.shape[1]] = site
    at = site.shape[1] + len(sample)
    text[:, at - 3 : -1 : len(sample)] = columns[left].T
    text[:, at - 1 : -1 : len(sample)] = columns[right].T
    return text.tobytes().translate(None, b"\0")


def convert_text(text, left, right, cell_count):
    """Converts whole rows of the matrix to rows of the table, both as bytes."""
    ends = np.flatnonzero(text == NEWLINE)
    tail_bytes = 2 * cell_count + 1
    tails = cut(text, ends - tail_bytes, tail_bytes)
    if (tails[:, 1::2] != TAB).any():
        raise ValueError(f"a row has not {cell_count} cells of one byte")
    ref = tails[:, 0]
    # Each column becomes contiguous, so that comparisons run along the memory.
    columns = np.ascontiguousarray(tails[:, 2::2].T)
    variant = np.flatnonzero(((columns != ref) & (columns != MISSING)).any(axis=0))
    if len(variant) == 0:
        return b""
    ref = ref[variant]
    columns = columns[:, variant]

    begins = np.concatenate(([0], ends[:-1] + 1))[variant]
    head_bytes = ends[variant] - tail_bytes - begins
    place = np.arange(head_bytes.max())
    heads = cut(text, begins, len(place))
    heads[place >= head_bytes[:, None]] = 0
    alt = alternates(columns, ref)
    tab = np.full((len(ref), 1), TAB, np.uint8)
    site = np.hstack((heads, ref[:, None], tab, alt))
    columns = np.where((columns == MISSING) | (columns == DELETION), ref, columns)

    heads[place >= (heads == TAB).argmax(axis=1)[:, None]] = 0
    contigs = heads.view(f"S{len(place)}").ravel()
    runs = [0, *np.flatnonzero(contigs[1:] != contigs[:-1]) + 1, len(contigs)]
    return b"".join(
        records(site[a:b], contigs[a], columns[:, a:b], left, right) for a, b in zip(runs, runs[1:])
    )


def convert(slot, size, piece_bytes, samples):
    """Converts the piece of a slot. Returns the size of the text, or the text if it has no room."""
    text = np.frombuffer(memory.buf, np.uint8, size, slot)
    result = convert_text(text, *samples)
    begin = slot + piece_bytes
    if len(result) > TEXT_PER_PIECE * piece_bytes:
        return result
    memory.buf[begin : begin + len(result)] = result
    return len(result)


def wait(result, workers):
    """Waits for a result. A Pool waits forever for a killed worker; here that is an error."""
    while True:
        try:
            return result.get(timeout=1)
        except multiprocessing.TimeoutError:
            if any(worker.exitcode is not None for worker in workers):
                # The Pool cannot be closed: it would wait for locks that the worker held.
                print("a worker process has died", file=sys.stderr, flush=True)
                for child in multiprocessing.active_children():
                    child.kill()
                os._exit(1)


def pieces(matrix, piece_bytes, slots, row_bytes):
    """Fills the slots in turn with whole rows. Each must be free when its turn comes."""
    rest = b""
    ordinal = 0
    while True:
        slot = slots[ordinal % len(slots)]
        piece = memory.buf[slot : slot + piece_bytes]
        piece[: len(rest)] = rest
        size = len(rest) + matrix.readinto(piece[len(rest) : -1])
        if size == len(rest):
            break
        ending = bytes(piece[max(0, size - row_bytes) : size])
        whole = size - len(ending) + ending.rfind(b"\n") + 1
        if b"\n" not in ending:
            whole = 0
        rest = bytes(piece[whole:size])
        if whole:
            yield slot, whole
            ordinal += 1
    if rest:
        piece[len(rest)] = NEWLINE
        yield slot, len(rest) + 1


def main():
    global memory
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("matrix")
    parser.add_argument("out")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()

    matrix = open(options.matrix, "rb", buffering=0)
    header = open(options.matrix, "rb").readline()
    matrix.seek(len(header))
    columns = header.decode().rstrip("\r\n").split("\t")[3:]
    left, right = samples_of(columns)
    samples = left, right, len(columns)

    row_bytes = 2 * len(columns) + (1 << 12)
    piece_bytes = max(PIECE_BYTES, 4 * row_bytes)
    slot_bytes = (1 + TEXT_PER_PIECE) * piece_bytes
    slots = range(0, SLOTS_PER_PROCESS * options.processes * slot_bytes, slot_bytes)
    memory = SharedMemory(create=True, size=slots.stop)
    memory.unlink()  # forked processes keep it without its name; it ends with the last of them
    waiting = collections.deque()

    def write_next():
        slot, result = waiting.popleft()
        text = wait(result, workers)
        begin = slot + piece_bytes
        out.write(memory.buf[begin : begin + text] if isinstance(text, int) else text)

    with (
        multiprocessing.get_context("fork").Pool(options.processes) as pool,
        open(options.out, "wb") as out,
    ):
        workers = multiprocessing.active_children()
        out.write(header_line(columns, left, right).encode())
        for slot, size in pieces(matrix, piece_bytes, slots, row_bytes):
            waiting.append((slot, pool.apply_async(convert, (slot, size, piece_bytes, samples))))
            if len(waiting) == len(slots):
                write_next()
        while waiting:
            write_next()


if __name__ == "__main__":
    main()
