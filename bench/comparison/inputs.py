"""The inputs of the comparison, and the series that they belong to."""

import json
import shutil
from dataclasses import dataclass, field

from environment import simulated_matrix
from measuring import BenchError, digest, say

rates = {"contigs": 4, "missing-rate": 0.02, "deletion-rate": 0.005, "seed": 1}
no_gaps = {"contigs": 4, "missing-rate": 0, "deletion-rate": 0, "seed": 1}


@dataclass(frozen=True)
class Input:
    name: str
    what: str
    kind: str = "table"  # the output: table or vcf
    columns: int = 31
    share: float = 0.2  # of the sites that are variant
    rows: int = 0
    simulation: dict = field(default_factory=dict)

    def shape(self):
        """The options of `hapmill generate`, or of the simulation."""
        if self.simulation:
            return self.simulation
        more = no_gaps if self.kind == "vcf" else rates
        return {"rows": self.rows, "columns": self.columns, "variant-rate": self.share, **more}

    def size(self):
        """The size of the matrix in bytes, about."""
        if self.simulation:
            return 2 * self.columns * 31_000
        return self.rows * row_bytes(self.columns)

    def stamp(self):
        return json.dumps([self.kind, self.shape()], sort_keys=True)


def row_bytes(columns):
    return 2 * columns + 12  # contig, a long position, REF, and a TAB before each cell


def generated(name, what, size, columns=31, share=0.2, kind="table"):
    return Input(name, what, kind, columns, share, max(20, size // row_bytes(columns)))


def all_inputs(is_small):
    """The inputs in the order in which they are measured, the most important first."""
    mega = 1_000 if is_small else 1_000_000
    simulation = {"samples": 500, "length": 4_000_000, "non-variant": 0.5, "seed": 1}
    if is_small:
        simulation |= {"samples": 20, "length": 100_000}
    listed = [
        generated("size-50", "50 MB, 31 columns, a fifth of the sites variant", 50 * mega),
        generated("size-300", "300 MB of the same", 300 * mega),
        generated("vcf", "50 MB, 80 haploid columns, half of the sites variant", 50 * mega, 80, 0.5, "vcf"),
        Input(
            "simulated",
            "500 people by msprime, half of the sites variant",
            columns=2 * simulation["samples"],
            share=0.5,
            simulation=simulation,
        ),
        generated("columns-310", "50 MB, 310 columns", 50 * mega, 310),
        generated("columns-3100", "50 MB, 3,100 columns", 50 * mega, 3100),
        generated("share-0", "50 MB, no site variant", 50 * mega, share=0.0),
        generated("share-0.5", "50 MB, half of the sites variant", 50 * mega, share=0.5),
        generated("share-1", "50 MB, all sites variant", 50 * mega, share=1.0),
        generated("size-3000", "3 GB of the first", 3000 * mega),
    ]
    return {one.name: one for one in listed}


series = {
    "size": ["size-50", "size-300", "size-3000"],
    "columns": ["size-50", "columns-310", "columns-3100"],
    "variant-share": ["share-0", "size-50", "share-0.5", "share-1"],
    "simulated": ["simulated"],
    "vcf": ["vcf"],
}
main_input = "size-300"
# A contender gets the key only if it converts the input named here in less than so many seconds.
only_after = {"size-3000": ("size-300", 20.0)}


def make_input(bench, one):
    """Makes the matrix in the work folder and returns its path."""
    path = bench.work / f"{one.name}.tsv"
    room = shutil.disk_usage(bench.work).free
    if room < 3 * one.size():
        raise BenchError(
            f"{one.name} needs {3 * one.size() / 1e9:.1f} GB in {bench.work}, which has "
            f"{room / 1e9:.1f}: choose another folder with --work"
        )
    if not one.simulation:
        return bench.generate(path, one.shape())
    if not path.exists():
        shutil.copyfile(simulated_matrix(lambda: bench.python, one.shape()), path)
    return path


def make_reference(bench, one, matrix):
    """Converts the matrix with hapmill. Returns the path of the output, and its size and digest."""
    reference = bench.work / f"{one.name}.{'vcf' if one.kind == 'vcf' else 'table'}"
    bench.run(hapmill_words(bench, one.kind, matrix, reference))
    known = {
        "in_bytes": matrix.stat().st_size,
        "out_bytes": reference.stat().st_size,
        "sha256": digest(reference),
    }
    if one.kind != "vcf":
        reference.unlink()  # the digest is enough
    say(f"{one.name}: {known['in_bytes'] / 1e6:,.1f} MB in, {known['out_bytes'] / 1e6:,.1f} MB out")
    return reference, known


def hapmill_words(bench, kind, matrix, out, *more):
    pairs = ["--pairs", "none", "--no-version"] if kind == "vcf" else []
    device = [] if "--device" in more else ["--device", "cpu"]
    return [bench.hapmill, "convert", "-q", matrix, "-o", out, *device, *pairs, *more]


def forget_input(bench, one):
    for path in bench.work.glob(f"{one.name}.*"):
        path.unlink()
