"""What a part of `bench/run` is, and the workplace that it measures in."""

import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from measuring import Rounds, Workplace, padded_table, program, say

# Matrices that most parts convert: options of `hapmill generate`, to which the rates are added.
matrix_shapes = {
    "narrow": {"rows": 4_000_000, "columns": 31, "contigs": 4, "variant-rate": 0.2},
    "narrow-all": {"rows": 4_000_000, "columns": 31, "contigs": 4, "variant-rate": 1.0},
    "wide": {"rows": 200_000, "columns": 1000, "contigs": 4, "variant-rate": 0.75},
}
matrix_rates = {"missing-rate": 0.02, "deletion-rate": 0.005, "seed": 1}
# Options that say how the columns of a matrix pair, where that is not the default.
pairs = {"wide": ["--pairs", "adjacent"]}


@dataclass(frozen=True)
class Table:
    """A table of results. `columns` has a format for each header, such as "{seconds[cat]:.3f}",
    which is applied to each result. The title may have such formats of the first result."""

    title: str
    columns: dict[str, str]


@dataclass(frozen=True)
class Section:
    """A piece of a part that can be run alone. `measure(bench)` returns a list of results, which go
    into the report and into the tables."""

    summary: str
    measure: Callable | None = None  # None where the part measures its sections itself
    tables: tuple[Table, ...] = ()


def measure_sections(bench):
    """Measures the chosen sections and prints the tables of each one."""
    for name in bench.chosen():
        say(f"measuring {name}")
        section = bench.part.sections[name]
        bench.report[name] = section.measure(bench)
        for table in section.tables:
            bench.show(table, bench.report[name])


@dataclass(frozen=True)
class Part:
    """One benchmark of `bench/run`, as a module of this package declares it."""

    summary: str
    sections: dict[str, Section] = field(default_factory=dict)  # what --only takes
    only_when_named: tuple[str, ...] = ()  # sections that run only if --only names them
    measure: Callable = measure_sections  # measures and prints; it may return an exit status
    needs: str = ""  # Debian packages besides those that build hapmill
    room: str = ""  # how much the work folder holds; empty for a small temporary folder
    rounds: int = 5  # 0 if the part has no rounds
    threads: str = "1,2"  # empty if the part has no option --threads
    has_scale: bool = True
    add_options: Callable = lambda parser: None


def shared_folder():
    """A folder in memory where there is one, so that no disk is measured."""
    return Path("/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp")


def write_shuffled_pairs(path, columns):
    """Writes a pairs file that pairs all haplotype columns in a random order, always the same."""
    numbers = list(range(4, 4 + columns))
    random.Random(1).shuffle(numbers)
    path.write_text(
        "".join(f"p{i // 2 + 1}\t{numbers[i]}\t{numbers[i + 1]}\n" for i in range(0, columns - 1, 2))
    )
    return path


def positive(kind):
    """A type of option for numbers above 0."""

    def parse(text):
        number = kind(text)
        if number <= 0:
            raise ValueError
        return number

    parse.__name__ = "number above 0"  # argparse says "invalid number above 0 value"
    return parse


def numbers(text):
    """A type of option for a list such as 1,2,4."""
    return [positive(int)(word) for word in text.split(",")]


numbers.__name__ = "list of numbers"


class Bench(Workplace):
    """The workplace of one part, its options and the report that it fills."""

    def __init__(self, name, part, options):
        options.work = options.work or shared_folder() / f"hapmill-bench-{name}-{os.getpid()}"
        super().__init__(options)
        self.part = part
        self.report = {"part": name, "rounds": options.rounds, "scale": options.scale}

    def describe(self):
        """Prints what is measured, on which machine and with which program."""
        machine = self.report["machine"] = self.describe_machine()
        version = subprocess.run([self.hapmill, "--version"], capture_output=True, text=True)
        self.report["program"] = (version.stdout.splitlines() or ["unknown version"])[0]
        print(
            f"{self.report['part']}: {self.part.summary}\n"
            f"machine: {machine['processor']}, {machine['cpu_count']} CPUs, "
            f"Linux {machine['kernel']}, load {machine['load']:.1f}\n"
            f"program: {self.hapmill} ({self.report['program']})"
        )
        if self.part.rounds:
            print(f"figures: median (least-greatest); rounds that count: {self.options.rounds}")
        if self.options.scale != 1:
            print(f"scale of the inputs: {self.options.scale:g}")
        print(flush=True)

    def write_report(self):
        """Writes everything that was measured, if --json asks for it."""
        if self.options.json:
            Path(self.options.json).write_text(json.dumps(self.report, indent=1) + "\n")

    def chosen(self):
        """The sections to measure, in their order."""
        sections, hidden = self.part.sections, self.part.only_when_named
        wanted = self.options.only or [name for name in sections if name not in hidden]
        return [name for name in sections if name in wanted]

    def show(self, table, results):
        """Prints a table of results, if there are any."""
        if not results:
            return
        rows = [[text.format_map(one) for text in table.columns.values()] for one in results]
        self.table(table.title.format_map(results[0]), table.columns, rows)

    def table(self, title, header, rows):
        """Prints a table under its title."""
        print(f"{title}:\n\n{padded_table(header, rows)}", flush=True)

    def verdict(self, holds):
        """Whether a limit holds, in words. Small inputs do not say."""
        if self.options.scale < 1:
            return "too small to tell"
        return "holds" if holds else "**missed**"

    def beside(self, name):
        """A program that was built with hapmill, in the same folder or in its folder bench."""
        folder = self.hapmill.parent
        return next(
            (path for path in (folder / name, folder / "bench" / name) if path.is_file()),
            folder / name,
        )

    def tool(self, name, package=""):
        """A program of the system."""
        advice = f"install the Debian package {package}" if package else ""
        return program(shutil.which(name) or name, advice)

    def scaled(self, shape):
        """The options of a matrix with as many rows as --scale asks for."""
        return shape | {"rows": max(1, round(shape["rows"] * self.options.scale))}

    def matrix(self, name):
        """The path of one of `matrix_shapes`, which is made if it is not there yet."""
        shape = self.scaled(matrix_shapes[name] | matrix_rates)
        return self.generate(self.work / f"{name}.tsv", shape)

    def convert(self, in_path, out_path, *more):
        """The words of a conversion."""
        return [self.hapmill, "convert", "-q", in_path, "-o", out_path, *more]

    def command(self, words, stdout=None):
        """A function that runs a program, for `rounds`."""
        return lambda: self.run(words, stdout)

    def bash(self, line):
        """A function that runs a line of shell as one program, for `rounds`."""
        return self.command([self.tool("bash"), "-c", "set -eo pipefail; " + line])

    def floors(self, *words):
        """A function that runs a command of `floors` and returns what it reports, for `rounds`.
        Its seconds are of the work alone, without the start of the program."""
        path = program(self.beside("floors"), "build it with: cmake --build --preset cpu")
        told = self.work / "floor.json"

        def run():
            self.run([path, *words], stdout=told)
            return json.loads(told.read_text())

        return run

    def rounds(self, commands, count=None):
        """Runs functions in turn, round after round, and keeps what they return. The first round
        warms the caches and does not count."""
        runs = {name: [] for name in commands}
        for ordinal in range((count or self.options.rounds) + 1):
            for name, command in commands.items():
                took = command()
                if ordinal != 0:
                    runs[name].append(took)
        return Rounds(runs)
