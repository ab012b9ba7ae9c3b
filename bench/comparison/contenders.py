"""The contenders. The name of each is the stem of its program in bench/contenders."""

import functools
import hashlib
import json
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from environment import msprime
from measuring import digest, repository

from comparison.inputs import hapmill_words

folder = repository / "bench" / "contenders"
packages = [
    "pandas==3.1.1",
    "numpy==2.4.6",
    "pyarrow==26.0.1",
    "polars==2.1.0",
    "duckdb==2.0.0",
    "numba==0.68.1",
    "matplotlib==3.11.2",
    msprime,
]
debian_packages = {"mawk": "mawk", "bcftools": "bcftools", "tabix": "tabix"}
cpu_count = len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Contender:
    name: str
    label: str
    family: str  # contenders of one family share a colour in pictures
    what: str
    kind: str = "table"
    needs: str = ""  # the programs and packages of it, for people
    suffix: str = ".py"
    more: tuple = ()  # options of hapmill
    needs_card: bool = False

    def program(self, bench):
        return bench.hapmill if self.family == "hapmill" else bench.contenders / f"{self.name}{self.suffix}"

    def command(self, bench, kind, matrix, out):
        """The words to run, and the file for standard output or None."""
        if self.family == "hapmill":
            return hapmill_words(bench, kind, matrix, out, *self.more), None
        if self.suffix == ".awk":
            return [shutil.which("env"), "LC_ALL=C", "mawk", "-f", self.program(bench), matrix], out
        return [bench.python, "-B", self.program(bench), matrix, out], None

    def stamp(self, bench):
        """A text that changes when a run may give another figure."""
        known = [digest_once(self.program(bench)), self.more, cpu_count]
        known += packages if self.suffix == ".py" else []
        return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]


@functools.cache
def digest_once(path):
    return digest(path)


def hapmill(name, label, what, *more, **rest):
    return Contender(f"hapmill_{name}", label, "hapmill", what, needs="hapmill", suffix="", more=more, **rest)


def workers(count):
    threads = max(count, cpu_count)
    return hapmill(
        f"workers_{count}",
        f"hapmill, {count} worker{'s' if count > 1 else ''}",
        f"{count} process{'es' if count > 1 else ''}, {threads} threads in all",
        "--workers",
        str(count),
        "--threads",
        str(threads),
    )


registry = {
    one.name: one
    for one in [
        Contender(
            "pandas_pool_map",
            "pandas, Pool.map",
            "pandas",
            "one frame per contig and `Pool.map`, as in the program that hapmill replaces",
            needs="pandas",
        ),
        Contender(
            "pandas_chunks_imap",
            "pandas, chunks, imap",
            "pandas",
            "`read_csv(chunksize)`, `imap`, appended to the file",
            needs="pandas",
        ),
        Contender(
            "pandas_chunks_spawn",
            "pandas, chunks, spawn",
            "pandas",
            "the same with spawned processes",
            needs="pandas",
        ),
        Contender(
            "pandas_shared_frame",
            "pandas, shared frame",
            "pandas",
            "one global frame that forked processes share",
            needs="pandas",
        ),
        Contender(
            "numpy_shared_memory",
            "NumPy, shared memory",
            "numpy",
            "`multiprocessing.shared_memory`, vectorised",
            needs="numpy",
        ),
        Contender(
            "numba_mmap",
            "numba, mmap",
            "numpy",
            "`njit(parallel=True)` over a memory-mapped byte array",
            needs="numba",
        ),
        Contender(
            "polars_streaming",
            "polars, streaming",
            "engines",
            "lazy frame, streaming engine",
            needs="polars",
        ),
        Contender("duckdb_sql", "DuckDB, SQL", "engines", "one SQL statement", needs="duckdb"),
        Contender("mawk", "mawk", "awk", "one thread", needs="mawk (Debian)", suffix=".awk"),
        Contender(
            "bcftools_tsv2vcf",
            "bcftools --tsv2vcf",
            "bcftools",
            "`bcftools convert --tsv2vcf`, one thread",
            kind="vcf",
            needs="bcftools, tabix (Debian)",
        ),
        hapmill("1", "hapmill, 1 thread", "one thread", "--threads", "1"),
        hapmill("all", "hapmill, all threads", "one thread per CPU", "--threads", str(cpu_count)),
        *(workers(count) for count in (1, 2, 3, 4)),
        replace(hapmill("cuda", "hapmill, CUDA", "`--device cuda`", "--device", "cuda"), needs_card=True),
    ]
}
# The contender that the others are compared with.
ours = "hapmill_all"


def takes(contender, one):
    """Whether the contender makes the kind of output that this input is for."""
    if contender.family == "hapmill" and one.kind == "vcf":
        return contender.name in ("hapmill_1", "hapmill_all")
    return contender.kind == one.kind


def has_card(bench):
    told = bench.work / "devices"
    bench.run([bench.hapmill, "devices", "--json"], stdout=told)
    return any(not device["problem"] for device in json.loads(Path(told).read_text())["devices"])
