"""What the benchmarks need beside Python: environments with packages from PyPI, packages of Debian."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from measuring import BenchError, repository, say

cache = repository / "build" / "bench-data"
msprime = "msprime==1.4.4"


def run_quietly(words, advice):
    words = [str(word) for word in words]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise BenchError(f"{' '.join(words)}\nended with {done.returncode}: {done.stdout.strip()[-2000:]}"
                         f"\n{advice}")
    return done.stdout


def python_with(folder, packages):
    """The Python of a virtual environment that has these packages; makes it where it is not yet."""
    python = Path(folder) / "bin" / "python3"
    stamp = Path(folder) / "complete"
    wanted = "\n".join(packages) + "\n"
    if not stamp.exists() or stamp.read_text() != wanted:
        say(f"installing {', '.join(packages)} into {folder}")
        shutil.rmtree(folder, ignore_errors=True)
        # Debian's own, which python3-venv belongs to.
        base = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
        advice = "this wants the Debian package python3-venv, and PyPI"
        run_quietly([base, "-m", "venv", folder], advice)
        run_quietly([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
                    advice)
        stamp.write_text(wanted)
    # As it is, not as what it links to.
    return python


def install_debian(programs):
    """Installs the Debian packages of programs that are missing: {program: package}."""
    missing = sorted({package for name, package in programs.items() if not shutil.which(name)})
    if not missing:
        return
    by_hand = f"apt-get install --no-install-recommends {' '.join(missing)}"
    if not shutil.which("apt-get"):
        raise BenchError(f"missing: {', '.join(missing)} (names of Debian packages)")
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    if as_root and not shutil.which("sudo"):
        raise BenchError(f"as root, run: {by_hand}")
    say(f"installing {' '.join(missing)}")
    advice = f"install them by hand: {by_hand}"
    run_quietly([*as_root, "apt-get", "update", "-qq"], advice)
    run_quietly([*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq",
                 "--no-install-recommends", *missing], advice)


def simulated_matrix(python, shape):
    """The path of a matrix by simulate_haplotypes.py with these options: from the disk, or made now."""
    name = "simulated-" + "-".join(f"{value:g}" for value in shape.values()) + ".tsv"
    path = cache / name
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        words = [python(), repository / "bench" / "simulate_haplotypes.py"]
        for key, value in shape.items():
            words += [f"--{key}", value]
        told = run_quietly([*words, part], "the simulation wants msprime")
        part.rename(path)
        say(f"simulated: {told.strip()}")
    return path
