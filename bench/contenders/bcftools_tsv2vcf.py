"""VCF of a matrix by `bcftools convert --tsv2vcf`, each column a haploid sample.

    bcftools_tsv2vcf.py MATRIX OUT

The genotypes are wrong (1.16): it wants cells of two letters and makes of a cell A the genotype A/N, with N
among the alternates of every site; cells that another program has doubled come out as A/A. It takes neither
N nor - for a cell, and for a header only what begins with #: so rows go to it through tail. It takes REF
from FASTA, which whoever uses it has: that is made once, as MATRIX with the suffix .fa, and its time told as
`reference_seconds=` on stderr. It has one thread: --threads is for compression.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path


def write_reference(matrix, path):
    """A FASTA file with REF at every position of the matrix and N elsewhere."""
    contigs = {}
    with open(matrix, "rb") as rows:
        next(rows)
        for row in rows:
            contig, pos, ref, _ = row.split(b"\t", 3)
            bases = contigs.setdefault(contig, bytearray())
            missing = int(pos) - len(bases)
            if missing > 0:
                bases += b"N" * missing
            bases[int(pos) - 1:int(pos)] = ref
    part = path.with_suffix(".fa.part")
    with open(part, "wb") as file:
        for contig, bases in contigs.items():
            file.write(b">%s\n" % contig)
            file.writelines(bases[k:k + 60] + b"\n" for k in range(0, len(bases), 60))
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
    command = ["bcftools", "convert", "--no-version", "--tsv2vcf", "/dev/stdin", "-f", reference,
               "-c", "CHROM,POS,-,AA", "-s", ",".join(names), "-O", "v", "-o", options.out]
    status = subprocess.run(command, stdin=rows.stdout).returncode
    rows.stdout.close()
    return status or rows.wait()


if __name__ == "__main__":
    sys.exit(main())
