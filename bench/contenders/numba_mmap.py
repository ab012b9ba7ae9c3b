"""Makes the haplotype table of a matrix with numba: njit(parallel=True) on memory-mapped bytes.

    numba_mmap.py MATRIX OUT [--threads N]

64 MB of the matrix at a time, rows are scanned in parallel for variant sites and for the sizes of
their records. Then the records are formatted in parallel, each at its place in the mapped output
file.

Compiling takes more than 2 s of CPU time in each run (`compile_seconds=` on stderr) and limits
small matrices. After that, the limit is the copy of records into the page cache.

Also tried: assigned slices and np.array_equal instead of loops take 7 s to compile; write() instead
of the mapped output is as fast where few sites are variant and slower where all are; blocks of 4
and 16 MB make no difference. No published figure of numba for such a task was found.
"""

import argparse
import mmap
import os
import sys
import time

import numba
import numpy as np
from numba import int64, njit, prange, uint8

BLOCK_BYTES = 64 << 20
# There are more parts than threads, so that all threads end at about the same time.
PARTS_A_THREAD = 4
TAB, NEWLINE, BAR, COMMA = 9, 10, 124, 44
A, C, G, T, N, DELETION = 65, 67, 71, 84, 78, 45

INPUT = numba.types.Array(uint8, 1, "C", readonly=True)
OUTPUT = uint8[::1]


@njit
def count_alternates(matrix, begin, end, ref):
    """The number of alleles other than REF. It has no branches, so that it is vectorized."""
    a = c = g = t = deletion = uint8(0)
    for i in range(begin, end):
        cell = matrix[i]
        a |= uint8(cell == A)
        c |= uint8(cell == C)
        g |= uint8(cell == G)
        t |= uint8(cell == T)
        deletion |= uint8(cell == DELETION)
    return (
        int64(a != 0 and ref != A)
        + int64(c != 0 and ref != C)
        + int64(g != 0 and ref != G)
        + int64(t != 0 and ref != T)
        + int64(deletion != 0)
    )


@njit
def scan_rows(matrix, begin, end, columns, samples, sites, first):
    """Stores the row, the end of the contig, REF and the number of alternates of each variant site.
    Returns the number of sites, the bytes of their records, and where a row that does not fit the
    header begins, or -1."""
    count = size = 0
    row = begin
    while row < end:
        contig_end = row
        while contig_end < end and matrix[contig_end] != TAB:
            contig_end += 1
        ref = contig_end + 1
        while ref < end and matrix[ref] != TAB:
            ref += 1
        ref += 1
        row_end = ref + 1 + 2 * columns
        if row_end > end or (row_end < len(matrix) and matrix[row_end] != NEWLINE):
            return count, size, row
        alternates = count_alternates(matrix, ref + 2, row_end, matrix[ref])
        if alternates > 0:
            i = first + 4 * count
            sites[i], sites[i + 1], sites[i + 2], sites[i + 3] = row, contig_end, ref, alternates
            count += 1
            size += ref + 1 - row + 2 * alternates + samples * (contig_end - row + 5) + 1
        row = row_end + 1
    return count, size, -1


@njit
def copy(source, begin, end, out, at):
    # An assignment of slices does the same but takes two seconds to compile.
    for i in range(end - begin):
        out[at + i] = source[begin + i]
    return at + end - begin


@njit
def same_bytes(source, a, b, size):
    for i in range(size):
        if source[a + i] != source[b + i]:
            return False
    return True


@njit
def fill_template(matrix, contig, contig_end, samples, template):
    """Fills in what the records of a contig share, with room for the alleles. Returns its size."""
    at = 0
    for _ in range(samples):
        template[at] = TAB
        at = copy(matrix, contig, contig_end, template, at + 1)
        template[at], template[at + 2] = TAB, BAR
        at += 4
    template[at] = NEWLINE
    return at + 1


@njit
def put_alternates(matrix, cell_at, ref, alternates, out, at):
    # The lowest five bits distinguish the letters and -.
    seen = int64(1) << (ref & 31) | int64(1) << (N & 31)
    separator = TAB
    while alternates > 0:
        bit = int64(1) << (matrix[cell_at] & 31)
        if seen & bit == 0:
            seen |= bit
            out[at], out[at + 1] = separator, matrix[cell_at]
            at += 2
            separator = COMMA
            alternates -= 1
        cell_at += 2
    return at


@njit
def format_sites(matrix, sites, first, count, left, right, out, at):
    """Writes the records of `count` sites from out[at] on."""
    samples = len(left)
    contig = contig_size = template_size = 0
    template = np.empty(0, np.uint8)
    for i in range(first, first + 4 * count, 4):
        row, contig_end, ref_at, alternates = sites[i], sites[i + 1], sites[i + 2], sites[i + 3]
        if contig_end - row != contig_size or not same_bytes(matrix, contig, row, contig_size):
            contig, contig_size = row, contig_end - row
            template = np.empty(samples * (contig_size + 5) + 1, np.uint8)
            template_size = fill_template(matrix, row, contig_end, samples, template)

        ref = matrix[ref_at]
        at = copy(matrix, row, ref_at + 1, out, at)
        cells = ref_at + 2
        at = put_alternates(matrix, cells, ref, alternates, out, at)
        allele_at = at + contig_size + 2
        at = copy(template, 0, template_size, out, at)
        for sample in range(samples):
            cell = matrix[cells + left[sample]]
            out[allele_at] = ref if cell == N or cell == DELETION else cell
            cell = matrix[cells + right[sample]]
            out[allele_at + 2] = ref if cell == N or cell == DELETION else cell
            allele_at += contig_size + 5


def scan(matrix, bounds, columns, samples, most_sites, sites, counts, sizes, faults):
    for part in prange(len(counts)):
        counts[part], sizes[part], faults[part] = scan_rows(
            matrix, bounds[part], bounds[part + 1], columns, samples, sites, 4 * most_sites * part
        )


def format_records(matrix, most_sites, sites, counts, left, right, places, out):
    for part in prange(len(counts)):
        format_sites(matrix, sites, 4 * most_sites * part, counts[part], left, right, out, places[part])


def compile_both():
    begin = time.perf_counter()
    numbers = int64[::1]
    scan_types = (INPUT, numbers, int64, int64, int64, numbers, numbers, numbers, numbers)
    format_types = (INPUT, int64, numbers, numbers, numbers, numbers, numbers, OUTPUT)
    parallel = [
        njit(scan_types, parallel=True)(scan),
        njit(format_types, parallel=True)(format_records),
    ]
    print(f"compile_seconds={time.perf_counter() - begin:.3f}", file=sys.stderr)
    return parallel


def pair_columns(names):
    """The header line, and the offsets of the cells of each sample from the first cell of a row."""
    offset = {name: 2 * ordinal for ordinal, name in enumerate(names)}
    stems = [name[:-1] for name in sorted(names) if name.endswith(b"a") and name[:-1] + b"b" in offset]
    if not stems:
        sys.exit("numba_mmap: no two columns have names that pair, such as xa and xb")
    samples = [stem + b"a" + stem + b"b" for stem in stems]
    header = b"\t".join([b"contig\tpos\tref\talt"] + [b"%s_PI\t%s_PG_al" % (name, name) for name in samples])
    return (
        header + b"\n",
        np.array([offset[stem + b"a"] for stem in stems]),
        np.array([offset[stem + b"b"] for stem in stems]),
    )


def rows_after(matrix, begin, bytes_wanted):
    """The end of the row that holds the byte `bytes_wanted` after `begin`."""
    newline = matrix.find(b"\n", begin + bytes_wanted)
    return newline + 1 if newline >= 0 else len(matrix)


def convert(matrix, out_file, threads):
    scan_parallel, format_parallel = compile_both()
    numba.set_num_threads(threads)
    data = np.frombuffer(matrix, np.uint8)
    header_end = rows_after(matrix, 0, 0)
    names = matrix[:header_end].rstrip(b"\n").split(b"\t")[3:]
    header, left, right = pair_columns(names)
    out_file.write(header)
    out_file.flush()
    out_size = len(header)

    part_count = threads * PARTS_A_THREAD
    smallest_row = 2 * len(names) + 5
    begin = header_end
    while begin < len(matrix):
        end = rows_after(matrix, begin, BLOCK_BYTES)
        part_bytes = (end - begin) // part_count
        bounds = [begin]
        while bounds[-1] < end:
            bounds.append(min(end, rows_after(matrix, bounds[-1], part_bytes)))
        bounds = np.array(bounds)
        most_rows = int(np.diff(bounds).max()) // smallest_row + 1
        sites = np.empty(4 * most_rows * (len(bounds) - 1), np.int64)
        counts, sizes, faults = np.empty((3, len(bounds) - 1), np.int64)
        scan_parallel(data, bounds, len(names), len(left), most_rows, sites, counts, sizes, faults)
        if faults.max() >= 0:
            sys.exit(
                f"numba_mmap: the row at byte {faults[faults >= 0][0]} does not fit the header: "
                "each cell must have one byte, and there must be as many as columns"
            )
        places = np.cumsum(sizes) - sizes
        size = int(sizes.sum())
        if size:
            os.truncate(out_file.fileno(), out_size + size)
            page = out_size // mmap.ALLOCATIONGRANULARITY * mmap.ALLOCATIONGRANULARITY
            with mmap.mmap(out_file.fileno(), out_size + size - page, offset=page) as window:
                records = np.frombuffer(window, np.uint8)[out_size - page :]
                format_parallel(data, most_rows, sites, counts, left, right, places, records)
                del records
            out_size += size
        begin = end
        # Rows that have been converted are released from memory.
        matrix.madvise(mmap.MADV_DONTNEED, 0, begin // mmap.PAGESIZE * mmap.PAGESIZE)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("matrix")
    parser.add_argument("out")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    with open(options.matrix, "rb") as file, open(options.out, "w+b") as out_file:
        convert(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), out_file, options.threads)


if __name__ == "__main__":
    main()
