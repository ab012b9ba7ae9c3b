"""Packages from PyPI and Debian that benchmarks need, and matrices that msprime simulates."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from measuring import BenchError, repository, say

cache = repository / "build" / "bench-data"
msprime = "msprime==1.4.4"


def run_quietly(words, advice):
    words = [str(word) for word in words]
    done = subprocess.run(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise BenchError(
            f"{' '.join(words)}\nended with {done.returncode}: {done.stdout.strip()[-2000:]}\n{advice}"
        )
    return done.stdout


def python_with(folder, packages):
    """The Python of a virtual environment with these packages, which is made if it is not there."""
    python = Path(folder) / "bin" / "python3"
    stamp = Path(folder) / "complete"
    wanted = "\n".join(packages) + "\n"
    if not stamp.exists() or stamp.read_text() != wanted:
        say(f"installing {', '.join(packages)} into {folder}")
        shutil.rmtree(folder, ignore_errors=True)
        # Debian's own Python, because it is the one that python3-venv is for.
        base = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
        advice = "this needs the Debian package python3-venv, and access to PyPI"
        run_quietly([base, "-m", "venv", folder], advice)
        run_quietly(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
            advice,
        )
        stamp.write_text(wanted)
    # Not resolved: the link is what makes it the Python of this environment.
    return python


def install_debian(programs):
    """Installs the Debian packages of the programs that are missing: {program: package}."""
    missing = sorted({package for name, package in programs.items() if not shutil.which(name)})
    if not missing:
        return
    by_hand = f"apt-get install --no-install-recommends {' '.join(missing)}"
    if not shutil.which("apt-get"):
        raise BenchError(f"missing: {', '.join(missing)} (these are names of Debian packages)")
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    if as_root and not shutil.which("sudo"):
        raise BenchError(f"as root, run: {by_hand}")
    say(f"installing {' '.join(missing)}")
    advice = f"install them by hand: {by_hand}"
    run_quietly([*as_root, "apt-get", "update", "-qq"], advice)
    run_quietly(
        [
            *as_root,
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            *missing,
        ],
        advice,
    )


def simulated_matrix(python, shape):
    """The path of a matrix that simulate_haplotypes.py made with these options. It is simulated
    only once and kept in build/bench-data. `python()` returns a Python that has msprime."""
    name = "simulated-" + "-".join(f"{value:g}" for value in shape.values()) + ".tsv"
    path = cache / name
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        words = [python(), repository / "bench" / "simulate_haplotypes.py"]
        for key, value in shape.items():
            words += [f"--{key}", value]
        told = run_quietly([*words, part], "the simulation needs msprime")
        part.rename(path)
        say(f"simulated: {told.strip()}")
    return path
