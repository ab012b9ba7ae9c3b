"""Measures compressed input beside its decompression in memory, and beside pipes."""

import shlex

from measuring import BenchError, Size, digest

from parts.part import Part, Section, Table

inputs = ("narrow", "wide")

# name: (package, options that compress to standard output, options that decompress)
codecs = {
    "bgzip": ("tabix", ["-c"], ["-dc"]),
    "gzip": ("gzip", ["-c"], ["-dc"]),
    "zstd": ("zstd", ["-q", "-c"], ["-q", "-dc"]),
}

# The limits of each section.
least_of_memory = 0.8
most_of_pipe = 1.2


def compressed(bench, name, codec):
    package, compress, _ = codecs[codec]
    path = bench.work / f"{name}.{codec}"
    if not path.exists():
        bench.run([bench.tool(codec, package), *compress, bench.matrix(name)], stdout=path)
    return path


def convert(bench, in_path, threads):
    return bench.convert(in_path, bench.work / "out.tsv", "--threads", threads)


def measure_inflate(bench):
    rows = []
    for name in inputs:
        path = compressed(bench, name, "bgzip")
        for threads in bench.options.threads:
            took = bench.rounds(
                {
                    "memory": bench.floors("inflate", path, "--threads", threads),
                    "input": bench.floors("input", path, "--threads", threads),
                }
            )
            of_memory = took.ratio("memory", "input")
            rows.append(
                {
                    "input": name,
                    "threads": threads,
                    "text_bytes": Size(took.runs["input"][0]["out_bytes"]),
                    "of_memory": of_memory,
                    "verdict": bench.verdict(of_memory["median"] >= least_of_memory),
                    **took.report(),
                }
            )
    return rows


inflate_table = Table(
    f"Reading a BGZF file, beside inflating it in memory with the same library (at least "
    f"{least_of_memory} times as fast)",
    {
        "input": "{input}",
        "threads": "{threads}",
        "MB text": "{text_bytes:MB}",
        "in memory s": "{seconds[memory]:.3f}",
        "read s": "{seconds[input]:.3f}",
        "times as fast": "{of_memory:.2f}",
        "": "{verdict}",
    },
)


def measure_pipe(bench):
    return [
        measure_codec(bench, name, codec, threads)
        for name in inputs
        for codec in codecs
        for threads in bench.options.threads
    ]


def measure_codec(bench, name, codec, threads):
    path = compressed(bench, name, codec)
    tool = [bench.tool(codec, codecs[codec][0]), *codecs[codec][2]]
    if codec == "bgzip":
        tool.append(f"-@{threads}")
    pipe = f"{line_of([*tool, path])} | {line_of(convert(bench, '-', threads))}"
    took = bench.rounds({"hapmill": bench.command(convert(bench, path, threads)), "pipe": bench.bash(pipe)})
    check_output(bench, name, path, threads)
    of_pipe = took.ratio("hapmill", "pipe")
    return {
        "input": name,
        "codec": codec,
        "threads": threads,
        "peak_bytes": Size(max(run["peak_bytes"] for run in took.runs["hapmill"])),
        "of_pipe": of_pipe,
        "verdict": bench.verdict(of_pipe["median"] <= most_of_pipe),
        **took.report(),
    }


def check_output(bench, name, path, threads):
    digests = set()
    for in_path in (bench.matrix(name), path):
        bench.run(convert(bench, in_path, threads))
        digests.add(digest(bench.work / "out.tsv"))
    if len(digests) != 1:
        raise BenchError(f"{path.name} and {name}.tsv do not give the same table")


pipe_table = Table(
    f"`hapmill convert FILE`, beside `bgzip -dc -@N FILE | hapmill convert -` and the like (at "
    f"most {most_of_pipe} times as long)",
    {
        "input": "{input}",
        "codec": "{codec}",
        "threads": "{threads}",
        "hapmill s": "{seconds[hapmill]:.3f}",
        "pipe s": "{seconds[pipe]:.3f}",
        "hapmill / pipe": "{of_pipe:.2f}",
        "peak MiB": "{peak_bytes:MiB}",
        "": "{verdict}",
    },
)


def line_of(words):
    return shlex.join(str(word) for word in words)


sections = {
    "inflate": Section(
        "reading a BGZF file, beside inflating it in memory", measure_inflate, (inflate_table,)
    ),
    "pipe": Section("whole conversions, beside a pipe from bgzip, gzip or zstd", measure_pipe, (pipe_table,)),
}

part = Part(
    summary="compressed input, beside its decompression in memory and beside pipes",
    sections=sections,
    needs="gzip, tabix (for bgzip), zstd",
    room="2 GB",
)
