"""The parts of `bench/run`, one module for each."""

import importlib

# The order in which `bench/run --help` lists them.
names = ("convert", "vcf", "decompress", "dialects", "workers", "floor", "stages", "instructions")


def load(name):
    """The Part of this name."""
    return importlib.import_module(f"parts.{name}").part
