"""What the benchmarks of the whole program share: a work folder, runs of programs, medians."""

import contextlib
import hashlib
import json
import os
import platform
import shutil
import signal
import statistics
import sys
import time
from pathlib import Path

repository = Path(__file__).resolve().parent.parent
marker_name = ".hapmill-bench"
mebi = 1 << 20


# What most benchmarks convert: for `hapmill generate`, with the rates below.
matrix_shapes = {
    "narrow": {"rows": 4_000_000, "columns": 31, "contigs": 4, "variant-rate": 0.2},
    "narrow-all": {"rows": 4_000_000, "columns": 31, "contigs": 4, "variant-rate": 1.0},
    "wide": {"rows": 200_000, "columns": 1000, "contigs": 4, "variant-rate": 0.75},
}
matrix_rates = {"missing-rate": 0.02, "deletion-rate": 0.005, "seed": 1}


class BenchError(Exception):
    pass


def say(text):
    print(text, file=sys.stderr, flush=True)


def program(path, advice):
    path = Path(path)
    if not path.is_file() or not os.access(path, os.X_OK):
        raise BenchError(f"no program at {path}" + (f"; {advice}" if advice else ""))
    return path.resolve()


def beside(hapmill, name):
    """Where a benchmark's program lies: beside hapmill, or in its folder bench."""
    folder = Path(hapmill).parent
    return next((path for path in (folder / name, folder / "bench" / name) if path.is_file()),
                folder / name)


def digest(path):
    # In small pieces: what this process takes shows as the least peak of the ones it starts.
    state = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(mebi):
            state.update(piece)
    return state.hexdigest()


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def show(values, digits):
    return f"{values['median']:.{digits}f} ({values['min']:.{digits}f}-{values['max']:.{digits}f})"


def rounds(bench, commands):
    """Runs functions in turn; a dictionary of lists of what they gave. The first round does not
    count."""
    results = {name: [] for name in commands}
    for ordinal in range(bench.options.runs + 1):
        for name, command in commands.items():
            took = command()
            if ordinal != 0:
                results[name].append(took)
    return results


def ratios(above, below):
    return spread([a / b for a, b in zip(above, below)])


def describe_rounds(machine, runs):
    return (f"{machine['processor']}, {machine['cpu_count']} CPUs, Linux {machine['kernel']}, load "
            f"{machine['load']:.1f}; {runs} rounds, median (min-max)")


def megabytes(size):
    return f"{size / 1e6:,.1f}"


def verdict(bench, holds):
    """For benchmarks with an option --small."""
    if bench.options.small:
        return "too small to tell"
    return "holds" if holds else "**missed**"


def markdown_table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def print_markdown(title, header, rows):
    print(f"{title}:\n\n{markdown_table(header, rows)}", flush=True)


class Workplace:
    """Owns the work folder and what is in it."""

    def __init__(self, options):
        self.options = options
        self.work = Path(options.work)
        self.hapmill = program(options.hapmill, "build it with: cmake --build --preset cpu")
        self.out = self.work / "out"

    def open(self):
        if self.work.exists():
            if not (self.work / marker_name).exists() and any(self.work.iterdir()):
                raise BenchError(f"{self.work} is not empty and was not made by this program: "
                                 "choose another folder with --work")
        self.work.mkdir(parents=True, exist_ok=True)
        (self.work / marker_name).touch()

    def close(self):
        if self.options.keep:
            self.out.unlink(missing_ok=True)
        elif (self.work / marker_name).exists():
            shutil.rmtree(self.work)

    def run(self, words, stdout=None, check=True):
        """Runs a program; a dictionary of what it took."""
        self.out.unlink(missing_ok=True)
        words = [str(word) for word in words]
        messages = self.work / "stderr"
        create = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(stdout or os.devnull), create, 0o666),
            (os.POSIX_SPAWN_OPEN, 2, str(messages), create, 0o666),
        ]
        start = time.perf_counter()
        pid = os.posix_spawn(words[0], words, os.environ, file_actions=actions)
        try:
            _, status, usage = os.wait4(pid, 0)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
                os.waitpid(pid, 0)
            raise
        seconds = time.perf_counter() - start
        code = os.waitstatus_to_exitcode(status)
        if check and code != 0:
            text = messages.read_text(errors="replace").strip()
            raise BenchError(f"{' '.join(words)}\nended with {code}: {text[-2000:]}")
        return {
            "code": code,
            "seconds": seconds,
            "user": usage.ru_utime,
            "system": usage.ru_stime,
            "peak_bytes": usage.ru_maxrss * 1024,
        }

    def generate(self, path, shape):
        """Makes a matrix by `hapmill generate` with these options, if it is not there yet."""
        words = [self.hapmill, "generate"]
        for key, value in shape.items():
            words += [f"--{key}"] if value is None else [f"--{key}", value]
        # Contigs 1, 2 …
        words += ["--contig-prefix", "", "-o", path]

        status = self.hapmill.stat()
        stamp = json.dumps([[str(word) for word in words], status.st_size, status.st_mtime_ns])
        stamp_path = path.with_suffix(".made")
        if not (path.exists() and stamp_path.exists() and stamp_path.read_text() == stamp):
            stamp_path.unlink(missing_ok=True)
            took = self.run(words)
            rate = path.stat().st_size / took["seconds"] / 1e9
            say(f"made {path.stem}: {path.stat().st_size / 1e6:.0f} MB in {took['seconds']:.2f} s "
                f"({rate:.2f} GB/s)")
            stamp_path.write_text(stamp)
        return path

    def describe_machine(self):
        model = platform.machine()
        with contextlib.suppress(OSError):
            for line in Path("/proc/cpuinfo").read_text().splitlines():
                if line.startswith("model name"):
                    model = line.split(":", 1)[1].strip()
                    break
        return {
            "processor": model,
            "cpu_count": len(os.sched_getaffinity(0)),
            "kernel": platform.release(),
            "load": os.getloadavg()[0],
            # A child counts as at least the process that started it.
            "least_visible_peak_bytes": self.run([shutil.which("true")])["peak_bytes"],
        }


def parse_threads(parser, options):
    try:
        options.threads = [int(word) for word in options.threads.split(",")]
    except ValueError:
        parser.error("--threads takes numbers with commas between them")
    if options.runs < 1 or min(options.threads) < 1:
        parser.error("--runs and --threads are at least 1")


def write_report(options, report):
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=1) + "\n")


def run_bench(name, bench_type, measure, options):
    """Opens the workplace, measures and clears up; the exit status."""
    # So that the work folder goes when this program is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        bench = bench_type(options)
        bench.open()
        try:
            measure(bench)
        finally:
            bench.close()
    except (BenchError, OSError) as error:
        say(f"{name}: error: {error}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
