"""Makes VCF of a matrix with `bcftools convert --tsv2vcf`; each column is a haploid sample.

    bcftools_tsv2vcf.py MATRIX OUT

The genotypes are wrong (1.16). bcftools expects cells of two letters: it turns a cell A into the
genotype A/N, with N among the alternates of every site, and a cell that another program has doubled
into A/A. It accepts neither N nor - as a cell, and a header only in lines that begin with #, so
rows are passed to it through tail.

REF comes from FASTA, which its users have. Here that file is made once, as MATRIX with the suffix
.fa, and the time for it is printed as `reference_seconds=` on stderr. Only one thread is used:
--threads is for compression.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path


def write_reference(matrix, path):
    """Writes a FASTA file with REF at every position of the matrix and N elsewhere."""
    contigs = {}
    with open(matrix, "rb") as rows:
        next(rows)
        for row in rows:
            contig, pos, ref, _ = row.split(b"\t", 3)
            bases = contigs.setdefault(contig, bytearray())
            missing = int(pos) - len(bases)
            if missing > 0:
                bases += b"N" * missing
            bases[int(pos) - 1 : int(pos)] = ref
    part = path.with_suffix(".fa.part")
    with open(part, "wb") as file:
        for contig, bases in contigs.items():
            file.write(b">%s\n" % contig)
            file.writelines(bases[k : k + 60] + b"\n" for k in range(0, len(bases), 60))
    part.rename(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("matrix", type=Path)
    parser.add_argument("out")
    options = parser.parse_args()
    with open(options.matrix) as file:
        names = file.readline().rstrip("\n").split("\t")[3:]

    reference = options.matrix.with_suffix(".fa")
    if not reference.exists() or reference.stat().st_mtime < options.matrix.stat().st_mtime:
        begin = time.perf_counter()
        write_reference(options.matrix, reference)
        reference.with_suffix(".fa.fai").unlink(missing_ok=True)
        print(f"reference_seconds={time.perf_counter() - begin:.3f}", file=sys.stderr)

    rows = subprocess.Popen(["tail", "-n", "+2", options.matrix], stdout=subprocess.PIPE)
    command = [
        "bcftools",
        "convert",
        "--no-version",
        "--tsv2vcf",
        "/dev/stdin",
        "-f",
        reference,
        "-c",
        "CHROM,POS,-,AA",
        "-s",
        ",".join(names),
        "-O",
        "v",
        "-o",
        options.out,
    ]
    status = subprocess.run(command, stdin=rows.stdout).returncode
    rows.stdout.close()
    return status or rows.wait()


if __name__ == "__main__":
    sys.exit(main())
