"""Runs hapmill and the tools."""

import importlib
import pathlib
import shutil
import subprocess
import unittest


def need(*tools):
    """Skips a test if one of the tools is not installed."""
    for tool in tools:
        if shutil.which(tool) is None:
            raise unittest.SkipTest(f"{tool} is not installed")


def need_module(name):
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise unittest.SkipTest(f"the Python module {name} is not installed") from error


def run(*command, stdin=None, quiet=True):
    """Returns standard output as bytes. The command has to succeed and, if quiet, to print no message."""
    command = [str(word) for word in command]
    done = subprocess.run(command, input=stdin, capture_output=True, check=False)
    words = done.stderr.decode(errors="replace")
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: status {done.returncode}\n{words}")
    if quiet and words:
        raise AssertionError(f"{' '.join(command)}: {words}")
    return done.stdout


class Conversions:
    """The outputs of one case, each made when it is first needed."""

    suffixes = {"v": ".vcf", "z": ".vcf.gz", "u": ".u.bcf", "b": ".bcf"}

    def __init__(self, hapmill, case, folder):
        self.hapmill = hapmill
        self.case = case
        self.folder = pathlib.Path(folder)

    def path(self, kind, index="none"):
        """Returns the path of the output of a kind (v, z, u or b) with an index (csi, tbi or none)."""
        if not self._output(kind, index).exists():
            self.convert(kind, index, index)
        return self._output(kind, index)

    def text(self):
        return self.path("v").read_text(encoding="utf-8")

    def lines(self):
        return [line for line in self.text().splitlines() if not line.startswith("#")]

    def _output(self, kind, label):
        return self.folder / f"{self.case.name}.{label}{self.suffixes[kind]}"

    def convert(self, kind, index, label, *options):
        """Makes an output with additional options. Its path contains the label."""
        case = self.case
        output = self._output(kind, label)
        matrix = self.folder / f"{case.name}.txt"
        matrix.write_text(case.matrix, encoding="utf-8")
        # The command line would be the only difference between the headers.
        command = [self.hapmill, "convert", "-q", "--no-version", "-O", kind, "-o", output]
        if kind in "zb":
            command += ["--index", index]
        if case.with_pairs_file:
            pairs = self.folder / f"{case.name}.pairs"
            pairs.write_text(case.pairs, encoding="utf-8")
            command += ["--pairs", pairs]
        if case.lengths is not None:
            fai = self.folder / f"{case.name}.fai"
            fai.write_text(case.fai, encoding="utf-8")
            command += ["--fai", fai]
        command += [*case.options, *options]
        if case.through_pipe:
            run(*command, "-", stdin=matrix.read_bytes())
        else:
            run(*command, matrix)
        return output
