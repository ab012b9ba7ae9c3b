"""What every benchmark of the whole program uses: a work folder, timed runs and their medians."""

import contextlib
import hashlib
import json
import os
import platform
import re
import shutil
import signal
import statistics
import sys
import time
from pathlib import Path

repository = Path(__file__).resolve().parent.parent
marker_name = ".hapmill-bench"
mebi = 1 << 20
# What the tables show as a number: 1,234.5 or 0.61 (0.60-0.62) or +0.1 %.
number = re.compile(r"[-+]?[0-9][0-9.,]*( %| \(.*\))?")


class BenchError(Exception):
    """A benchmark cannot go on. The message says why and what to do."""


def say(text):
    """Prints a line of progress or an error to standard error."""
    print(text, file=sys.stderr, flush=True)


def program(path, advice):
    """The absolute path of an executable file. Without one, raises BenchError with the advice."""
    path = Path(path)
    if not path.is_file() or not os.access(path, os.X_OK):
        raise BenchError(f"no program at {path}" + (f"; {advice}" if advice else ""))
    return path.resolve()


def digest(path):
    """The SHA-256 of a file."""
    # The file is read in small pieces because the kernel starts the peak memory of a child at the
    # memory of this process.
    state = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(mebi):
            state.update(piece)
    return state.hexdigest()


class Spread(dict):
    """Median, least and greatest of some numbers. The format of a number formats all three, as
    median (least-greatest)."""

    def __format__(self, spec):
        median, least, greatest = (format(self[key], spec) for key in ("median", "min", "max"))
        return f"{median} ({least}-{greatest})"

    def scaled(self, factor):
        """The spread in another unit."""
        return Spread({key: value * factor for key, value in self.items()})


def spread(values):
    """The spread of some numbers."""
    return Spread(median=statistics.median(values), min=min(values), max=max(values))


class Size(int):
    """A number of bytes, with the formats MB and MiB."""

    def __format__(self, spec):
        if spec not in ("MB", "MiB"):
            return super().__format__(spec)
        return f"{self / (1e6 if spec == 'MB' else mebi):,.1f}"


def size_of(path):
    """The size of a file."""
    return Size(path.stat().st_size)


def markdown_table(header, rows):
    """A table in Markdown."""
    lines = [header, *rows]
    texts = ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]
    return "\n".join([texts[0], "|" + "---|" * len(header), *texts[1:]]) + "\n"


def padded_table(header, rows):
    """The same with columns of equal width, for a terminal. Numbers are aligned to the right."""
    columns = [[str(cell) for cell in column] for column in zip(header, *rows, strict=True)]
    for i, (name, *cells) in enumerate(columns):
        width = max(3, *map(len, columns[i]))
        if any(cells) and all(cell in ("", "-") or number.fullmatch(cell) for cell in cells):
            columns[i] = [cell.rjust(width) for cell in (name, "-" * (width - 1) + ":", *cells)]
        else:
            columns[i] = [cell.ljust(width) for cell in (name, "-" * width, *cells)]
    return "".join("| " + " | ".join(line) + " |\n" for line in zip(*columns, strict=True))


class Rounds:
    """The runs of several commands that were run in turn: a list of results for each command."""

    def __init__(self, runs):
        self.runs = runs

    def seconds(self, name):
        """The seconds of every run of a command."""
        return [run["seconds"] for run in self.runs[name]]

    def spread(self, name):
        """The spread of the seconds of a command."""
        return spread(self.seconds(name))

    def report(self):
        """Every run, and the spread of the seconds of each command."""
        return {"seconds": {name: self.spread(name) for name in self.runs}, "runs": self.runs}

    def ratio(self, above, below):
        """The spread of the ratios between the seconds of two commands in the same round, which a
        slow moment of the machine changes little."""
        return spread([a / b for a, b in zip(self.seconds(above), self.seconds(below), strict=True)])


class Workplace:
    """Owns the work folder and everything in it, and runs programs there.

    `options` has `hapmill`, the path of the program, `work`, the folder, and `keep`, which says
    whether the inputs stay for the next time.
    """

    def __init__(self, options):
        self.options = options
        self.work = Path(options.work)
        self.hapmill = program(options.hapmill, "build it with: cmake --build --preset cpu")
        self.out = self.work / "out"

    def open(self):
        """Creates the work folder. Raises BenchError if it holds files of somebody else."""
        if self.work.exists():
            if not (self.work / marker_name).exists() and any(self.work.iterdir()):
                raise BenchError(
                    f"{self.work} is not empty and was not made by this program: "
                    "choose another folder with --work"
                )
        self.work.mkdir(parents=True, exist_ok=True)
        (self.work / marker_name).touch()

    def close(self):
        """Removes the work folder, or with --keep only the last output."""
        if self.options.keep:
            self.out.unlink(missing_ok=True)
        elif (self.work / marker_name).exists():
            shutil.rmtree(self.work)

    def run(self, words, stdout=None, check=True):
        """Runs a program to its end and returns a dictionary of what the run took. The clock runs
        from before the program starts until after its end was collected."""
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
        """Makes a matrix with `hapmill generate` and these options, unless it is already there."""
        words = [self.hapmill, "generate"]
        for key, value in shape.items():
            words += [f"--{key}"] if value is None else [f"--{key}", value]
        # An empty prefix names the contigs 1, 2 and so on.
        words += ["--contig-prefix", "", "-o", path]

        status = self.hapmill.stat()
        stamp = json.dumps([[str(word) for word in words], status.st_size, status.st_mtime_ns])
        stamp_path = path.with_suffix(".made")
        if not (path.exists() and stamp_path.exists() and stamp_path.read_text() == stamp):
            stamp_path.unlink(missing_ok=True)
            took = self.run(words)
            rate = path.stat().st_size / took["seconds"] / 1e9
            say(
                f"made {path.stem}: {path.stat().st_size / 1e6:.0f} MB in {took['seconds']:.2f} s "
                f"({rate:.2f} GB/s)"
            )
            stamp_path.write_text(stamp)
        return path

    def describe_machine(self):
        """Processor, CPUs, kernel and load of this machine."""
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
            # The kernel starts the peak of a child at the memory of the process that started it.
            "least_visible_peak_bytes": self.run([shutil.which("true")])["peak_bytes"],
        }


def run_bench(name, bench_type, measure, options):
    """Opens the workplace, measures and clears up. Returns the exit status: what `measure`
    returned, or 1 after an error."""
    # An exception on SIGTERM removes the work folder before the program ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        bench = bench_type(options)
        bench.open()
        try:
            return measure(bench) or 0
        finally:
            bench.close()
    except (BenchError, OSError, ValueError) as error:
        say(f"{name}: error: {error}")
        return 1
    except KeyboardInterrupt:
        return 130
