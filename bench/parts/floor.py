"""Measures what this machine can do at most, and how near hapmill is to each of these limits."""

import json
import os
from dataclasses import dataclass

from measuring import Spread, say, size_of, spread

from parts.part import Part, Section, Table, pairs


@dataclass(frozen=True)
class Figure:
    matrix: str
    output_type: str  # for -O
    is_compressed: bool = False  # whether the matrix is


figures = {
    "narrow": Figure("narrow", "t"),
    "narrow-all": Figure("narrow-all", "t"),
    "wide": Figure("wide", "t"),
    "wide, VCF": Figure("wide", "v"),
    "wide, .vcf.gz": Figure("wide", "z"),
    "wide, BCF": Figure("wide", "b"),
    "narrow, BGZF in": Figure("narrow", "t", True),
    "wide, BGZF in": Figure("wide", "t", True),
}
# The output type without compression that holds the same bytes.
contents = {"z": "v", "b": "u"}
limit_names = ["read", "write", "copy", "memcpy", "inflate", "deflate", "to device", "to host"]
memcpy_bytes = 256_000_000
# Keys in the report of hapmill_gpu_bench.
device_limits = {"to device": "to_device_of_both", "to host": "to_host_of_both"}
device_copies = {
    "device to device, bytes read and written": "device_copy",
    "pinned memory to device": "to_device",
    "device to pinned memory": "to_host",
    "pinned memory to device, both directions at once": "to_device_of_both",
    "device to pinned memory, both directions at once": "to_host_of_both",
}


def make_input(bench, figure):
    path = bench.matrix(figure.matrix)
    if not figure.is_compressed:
        return path
    compressed = path.with_suffix(".tsv.gz")
    if not compressed.exists():
        bench.run([bench.tool("bgzip", "tabix"), "-c", path], stdout=compressed)
    return compressed


def convert(bench, figure, out_path, output_type, *more):
    index = ["--index", "none"] if output_type in contents else []
    return bench.convert(
        make_input(bench, figure),
        out_path,
        "-O",
        output_type,
        *index,
        *pairs.get(figure.matrix, []),
        *more,
    )


def memcpy(bench, size, threads):
    """A function for `rounds`: the seconds of a copy of so many bytes, at the rate of a copy that
    is larger than any cache."""
    run = bench.floors("memcpy", memcpy_bytes, "--threads", threads)

    def scaled_run():
        took = run()
        return took | {"seconds": took["seconds"] * size / took["in_bytes"]}

    return scaled_run


def measure_limits(bench):
    """Each kind of work alone, on the narrow matrix."""
    path, compressed = bench.matrix("narrow"), make_input(bench, Figure("narrow", "t", True))
    size = path.stat().st_size
    rows = []
    for threads in bench.options.threads:
        share = ("--threads", threads)
        took = bench.rounds(
            {
                "read": bench.floors("read", path, *share),
                "write": bench.floors("write", size, bench.out, *share),
                "cat": bench.command([bench.tool("cat"), path], bench.out),
                "copy": bench.floors("copy", path, size, bench.out, *share),
                "memcpy": memcpy(bench, size, threads),
                "inflate": bench.floors("inflate", compressed, *share),
                "deflate": bench.floors("deflate", path, *share),
            }
        )
        rows += [
            {
                "limit": name,
                "threads": 1 if name == "cat" else threads,
                "bytes": size,
                "gigabytes_per_second": spread([size / 1e9 / one for one in took.seconds(name)]),
                "runs": runs,
            }
            for name, runs in took.runs.items()
            if name != "cat" or threads == bench.options.threads[0]
        ]
        say(f"measured the limits, threads {threads}")
    return rows


limit_table = Table(
    "Limits of this machine: GB of text of `narrow` per second",
    {"limit": "{limit}", "threads": "{threads}", "GB/s": "{gigabytes_per_second:.2f}"},
)


def measure_device(bench):
    """What the CUDA device and its link copy; None without a device or hapmill_gpu_bench."""
    path = bench.beside("hapmill_gpu_bench")
    if not path.is_file():
        say("no CUDA device is measured: hapmill_gpu_bench is not built")
        return None
    report = bench.work / "gpu.json"
    took = bench.run(
        [path, "--only", "ceilings", "--runs", bench.options.rounds, "--report", report],
        check=False,
    )
    if took["code"] != 0:
        say("no CUDA device is measured: " + (bench.work / "stderr").read_text().strip())
        return None
    told = json.loads(report.read_text())
    return {"name": told["device"]["name"], "bytes_per_second": told["ceilings_bytes_per_second"]}


def show_device(bench, device):
    rates = {key: Spread(rate).scaled(1e-9) for key, rate in device["bytes_per_second"].items()}
    bench.table(
        f"Limits of the CUDA device, {device['name']}: GB per second",
        ("copy", "GB/s"),
        [(text, f"{rates[key]:.1f}") for text, key in device_copies.items()],
    )


def limit_runs(bench, figure, out_bytes, threads):
    """Functions for `rounds`: everything that one conversion is compared with."""
    share = ("--threads", threads)
    path = make_input(bench, figure)
    runs = {
        "cat": bench.command([bench.tool("cat"), path], bench.out),
        "read": bench.floors("read", path, *share),
        "write": bench.floors("write", out_bytes, bench.out, *share),
        "copy": bench.floors("copy", path, out_bytes, bench.out, *share),
        "memcpy": memcpy(bench, bench.matrix(figure.matrix).stat().st_size, threads),
    }
    if figure.is_compressed:
        runs["inflate"] = bench.floors("inflate", path, *share)
    if figure.output_type in contents:
        content = bench.work / "content"
        bench.run(convert(bench, figure, content, contents[figure.output_type]))
        runs["deflate"] = bench.floors("deflate", content, *share)
    return runs


def measure_figure(bench, name, threads, device=None):
    """Rounds of one conversion, on the CUDA device if one is given, and of its limits."""
    figure = figures[name]
    kind = "cuda" if device else "cpu"
    words = convert(bench, figure, bench.out, figure.output_type, "--threads", threads, "--device", kind)
    bench.run(words)
    out_bytes = size_of(bench.out)
    took = bench.rounds({"hapmill": bench.command(words), **limit_runs(bench, figure, out_bytes, threads)})
    # A copy of a compressed matrix by cat says nothing about the text that is converted.
    of = {
        limit: took.ratio(limit, "hapmill")
        for limit in took.runs
        if limit != "hapmill" and not (limit == "cat" and figure.is_compressed)
    }
    if device:
        text_bytes = bench.matrix(figure.matrix).stat().st_size
        for limit, key in device_limits.items():
            size = text_bytes if limit == "to device" else out_bytes
            seconds = size / device["bytes_per_second"][key]["median"]
            of[limit] = spread([seconds / one for one in took.seconds("hapmill")])
    nearest = max((limit for limit in limit_names if limit in of), key=lambda limit: of[limit]["median"])
    say(f"measured {name}, threads {threads}, {kind}")
    return {
        "figure": name,
        "threads": threads,
        "device": kind,
        "command": [str(word) for word in words],
        "by": "CUDA device" if device else f"{threads} thread{'s' if threads != 1 else ''}",
        "in_bytes": size_of(make_input(bench, figure)),
        "out_bytes": out_bytes,
        "seconds": took.spread("hapmill"),
        "of": of,
        "nearest": nearest,
        "runs": took.runs,
    }


figure_title = (
    "`hapmill convert` and its limits: the seconds of a limit divided by hapmill's; 1 means that "
    "hapmill is\nas fast as the limit"
)


def show_figures(bench, rows):
    limits = [limit for limit in ["cat", *limit_names] if any(limit in row["of"] for row in rows)]
    columns = {
        "input": "{figure}",
        "by": "{by}",
        "MB in": "{in_bytes:MB}",
        "MB out": "{out_bytes:MB}",
        "hapmill s": "{seconds:.3f}",
        **{f"of {limit}": f"{{{limit}}}" for limit in limits},
        "nearest limit": "{nearest}",
    }
    shares = [
        {limit: f"{row['of'][limit]['median']:.2f}" if limit in row["of"] else "" for limit in limits}
        for row in rows
    ]
    table = Table(figure_title, columns)
    bench.show(table, [row | share for row, share in zip(rows, shares, strict=True)])
    for row in rows:
        of_cat = f"{row['of']['cat']:.2f} of cat; " if "cat" in row["of"] else ""
        print(
            f"- convert, {row['figure']}, {row['by']}: {of_cat}"
            f"nearest limit: {row['of'][row['nearest']]:.2f} of {row['nearest']}"
        )


def measure(bench):
    report, threads = bench.report, bench.options.threads
    report["limits"] = measure_limits(bench)
    bench.show(limit_table, report["limits"])
    device = report["device"] = measure_device(bench)
    if device:
        show_device(bench, device)
    report["figures"] = []
    for name in bench.chosen():
        report["figures"] += [measure_figure(bench, name, count) for count in threads]
        if device and figures[name].output_type == "t":
            report["figures"].append(measure_figure(bench, name, max(threads), device))
    show_figures(bench, report["figures"])


def describe(figure):
    output = {"t": "the table", "v": "VCF", "z": ".vcf.gz", "b": "BCF"}[figure.output_type]
    return f"{figure.matrix}{', BGZF,' if figure.is_compressed else ''} to {output}"


cpu_count = len(os.sched_getaffinity(0))
part = Part(
    summary="how near hapmill is to what the machine can read, write, copy and compress",
    measure=measure,
    sections={name: Section(describe(figure)) for name, figure in figures.items()},
    needs="tabix (for bgzip)",
    room="3 GB",
    threads="1" if cpu_count == 1 else f"1,{cpu_count}",
)
