"""Measures each stage of the CPU backend alone, beside a copy of the same bytes in memory."""

import json
import os
import subprocess

from measuring import BenchError, program, spread
from stage_table import stage_cells, stage_header

from parts.part import Part, positive


def run_stages(bench):
    """The report of hapmill_bench."""
    path = program(bench.beside("hapmill_bench"), "build it with: cmake --build --preset cpu")
    report = bench.work / "stages.json"
    options = bench.options
    # With a file named there, hapmill_bench would also measure levels of compression.
    environment = {name: value for name, value in os.environ.items() if name != "HAPMILL_BENCH_FILE"}
    # Runs of all stages are mixed, so that a slow moment of the machine affects no stage alone.
    ended = subprocess.run(
        [
            path,
            f"--benchmark_out={report}",
            "--benchmark_out_format=json",
            f"--benchmark_filter={options.filter}",
            f"--benchmark_min_time={options.seconds}",
            f"--benchmark_repetitions={options.rounds}",
            "--benchmark_enable_random_interleaving=true",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env=environment,
    )
    if ended.returncode != 0:
        raise BenchError(f"{path} ended with {ended.returncode}: {ended.stderr.strip()[-2000:]}")
    text = report.read_text()
    if not text:
        raise BenchError(f"no stage matches {options.filter}")
    return json.loads(text)


def collect(report):
    """A row for each stage, in the order of hapmill_bench."""
    rates = {}
    for run in sorted(report["benchmarks"], key=lambda run: run["family_index"]):
        if run["run_type"] == "iteration":
            stage, target, shape = run["run_name"].split("/")[:3]
            rates.setdefault((stage, target, shape), []).append(run["bytes_per_second"])
    copies = {
        shape: spread(values)["median"] for (stage, _, shape), values in rates.items() if stage == "memcpy"
    }
    return [
        {
            "stage": stage,
            "target": target,
            "input": shape,
            "bytes_per_second": spread(values),
            "copy": copies.get(shape),
        }
        for (stage, target, shape), values in rates.items()
    ]


def measure(bench):
    report = run_stages(bench)
    rows = collect(report)
    bench.report |= {"context": report["context"], "stages": rows}
    bench.table(
        "Stages in memory, on one thread: GB of input per second of CPU time, and the\n"
        "share of memcpy of the same input",
        stage_header,
        stage_cells(rows),
    )


def add_options(parser):
    parser.add_argument(
        "--filter",
        default=".",
        metavar="REGEX",
        help="measure the stages whose STAGE/TARGET/INPUT matches; the share of a "
        "copy needs the memcpy of the same input",
    )
    parser.add_argument(
        "--seconds",
        type=positive(float),
        default=0.05,
        metavar="X",
        help="least time of one run (default 0.05)",
    )


part = Part(
    summary="each stage of the CPU backend alone, in memory, beside memcpy",
    measure=measure,
    threads="",
    has_scale=False,
    add_options=add_options,
)
