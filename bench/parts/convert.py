"""Measures `hapmill convert` beside `cat` and beside a program that copies and converts nothing."""

from measuring import BenchError, Size, digest, repository, say, size_of, spread

from parts.part import (
    Part,
    Section,
    Table,
    matrix_rates,
    matrix_shapes,
    pairs,
    write_shuffled_pairs,
)

# name: (matrix, most seconds as a multiple of cat's, by the number of threads)
conversions = {
    "narrow": ("narrow", {1: 1.0, 2: 0.65}),
    "narrow-all": ("narrow-all", {1: 2.0, 2: 1.1}),
    "wide": ("wide", {1: 2.0, 2: 1.2}),
    "wide-shuffled": ("wide", {}),
}
startup_limit_ms = 20
startup_shape = {"rows": 13_700, "columns": 31, "contigs": 4, "variant-rate": 0.2} | matrix_rates
mawk_shape = {"rows": 20_000, "columns": 31, "contigs": 3, "variant-rate": 0.4} | matrix_rates


def pairs_of(bench, name):
    if name != "wide-shuffled":
        return pairs.get(name, [])
    columns = matrix_shapes["wide"]["columns"]
    return ["--pairs", write_shuffled_pairs(bench.work / "shuffled.pairs", columns)]


def measure_conversions(bench, names):
    rows = []
    for i, name in enumerate(names):
        rows += measure_conversion(bench, name)
        # Only the matrix of one conversion is in the work folder, unless the next needs the same.
        matrix = conversions[name][0]
        if not bench.options.keep and matrix not in [conversions[one][0] for one in names[i + 1 :]]:
            for suffix in ("tsv", "made"):
                (bench.work / f"{matrix}.{suffix}").unlink()
    return rows


def measure_conversion(bench, name):
    """Rounds of cat, hapmill and the floor, for each number of threads."""
    matrix, limits = conversions[name]
    in_path = bench.matrix(matrix)
    rows = []
    for threads in bench.options.threads:
        convert = bench.convert(in_path, bench.out, "--threads", threads, *pairs_of(bench, name))
        bench.run(convert)
        in_bytes, out_bytes = size_of(in_path), size_of(bench.out)
        sha256 = digest(bench.out)
        took = bench.rounds(
            {
                "cat": bench.command([bench.tool("cat"), in_path], bench.out),
                "hapmill": bench.command(convert),
                "floor": bench.floors("copy", in_path, out_bytes, bench.out, "--threads", threads),
            }
        )
        runs = took.runs["hapmill"]
        rows.append(
            {
                "input": name,
                "threads": threads,
                "command": [str(word) for word in convert],
                "in_bytes": in_bytes,
                "out_bytes": out_bytes,
                "out_sha256": sha256,
                **took.report(),
                "ratio_to_cat": took.ratio("hapmill", "cat"),
                "limit_to_cat": limits.get(threads, "-"),
                "ratio_to_floor": took.ratio("hapmill", "floor"),
                "floor_to_cat": took.ratio("floor", "cat"),
                "in_rate": in_bytes / took.spread("hapmill")["median"] / 1e9,
                "out_rate": out_bytes / took.spread("hapmill")["median"] / 1e9,
                "cpu_seconds": spread([run["user"] + run["system"] for run in runs]),
                "peak_bytes": Size(max(run["peak_bytes"] for run in runs)),
                "least_peak": Size(bench.report["machine"]["least_visible_peak_bytes"]),
            }
        )
        say(f"measured {name}, threads {threads}")
    if len({row["out_sha256"] for row in rows}) != 1:
        raise BenchError(f"{name}: the output depends on the number of threads")
    return rows


conversion_table = Table(
    "Seconds from the start of a program to its end, in files on tmpfs; `x cat` and `x floor` are "
    "hapmill's\nseconds divided by theirs, `limit` is the most that `x cat` should be; peaks below "
    "{least_peak:MiB} MiB do not show",
    {
        "input": "{input}",
        "threads": "{threads}",
        "MB in": "{in_bytes:MB}",
        "MB out": "{out_bytes:MB}",
        "cat s": "{seconds[cat]:.3f}",
        "hapmill s": "{seconds[hapmill]:.3f}",
        "floor s": "{seconds[floor]:.3f}",
        "x cat": "{ratio_to_cat:.2f}",
        "limit": "{limit_to_cat}",
        "x floor": "{ratio_to_floor:.2f}",
        "floor x cat": "{floor_to_cat[median]:.2f}",
        "GB/s in": "{in_rate:.2f}",
        "GB/s out": "{out_rate:.2f}",
        "CPU s": "{cpu_seconds[median]:.3f}",
        "peak MiB": "{peak_bytes:MiB}",
    },
)


def measure_startup(bench):
    """A small file from start to end, beside a program that does nothing."""
    in_path = bench.generate(bench.work / "startup.tsv", startup_shape)
    commands = {
        "true": bench.command([bench.tool("true")]),
        "cat": bench.command([bench.tool("cat"), in_path], bench.out),
    }
    for threads in bench.options.threads:
        commands[f"hapmill, threads {threads}"] = bench.command(
            bench.convert(in_path, bench.out, "--threads", threads)
        )
    took = bench.rounds(commands, 3 * bench.options.rounds)
    return [
        {
            "program": name,
            "in_bytes": size_of(in_path),
            "limit_ms": startup_limit_ms,
            "milliseconds": took.spread(name).scaled(1000),
            "runs": runs,
        }
        for name, runs in took.runs.items()
    ]


startup_table = Table(
    "Start to end on {in_bytes:MB} MB (hapmill at most {limit_ms} ms), three times as many rounds",
    {"program": "{program}", "ms": "{milliseconds:.2f}"},
)


def mawk_words(bench, path):
    return [
        bench.tool("env"),
        "LC_ALL=C",
        bench.tool("mawk", "mawk"),
        "-f",
        repository / "bench" / "contenders" / "mawk.awk",
        path,
    ]


def measure_mawk(bench):
    """One run of contenders/mawk.awk, whose table of a small matrix must be the same as
    hapmill's."""
    small = bench.generate(bench.work / "mawk-small.tsv", mawk_shape)
    bench.run(bench.convert(small, bench.out, "--threads", 1))
    ours = digest(bench.out)
    bench.run(mawk_words(bench, small), bench.out)
    if digest(bench.out) != ours:
        raise BenchError("mawk.awk and hapmill make different tables of a small matrix")
    say("mawk.awk and hapmill make the same table of a small matrix")

    in_path = bench.matrix("narrow")
    convert = bench.command(bench.convert(in_path, bench.out, "--threads", 1))
    took = bench.rounds({"hapmill": convert})
    mawk = bench.run(mawk_words(bench, in_path), bench.out)
    hapmill = took.spread("hapmill")
    return [
        {
            "in_bytes": size_of(in_path),
            "hapmill_seconds": hapmill,
            "mawk_seconds": mawk["seconds"],
            "times_faster_than_mawk": mawk["seconds"] / hapmill["median"],
            "runs": took.runs | {"mawk": [mawk]},
        }
    ]


mawk_table = Table(
    "`narrow` with one thread, beside one run of mawk",
    {
        "MB in": "{in_bytes:MB}",
        "hapmill s": "{hapmill_seconds:.3f}",
        "mawk s": "{mawk_seconds:.2f}",
        "times as fast": "{times_faster_than_mawk:.0f}",
    },
)


def measure(bench):
    chosen = bench.chosen()
    names = [name for name in conversions if name in chosen]
    if names:
        bench.report["conversions"] = measure_conversions(bench, names)
        bench.show(conversion_table, bench.report["conversions"])
    if "startup" in chosen:
        bench.report["startup"] = measure_startup(bench)
        bench.show(startup_table, bench.report["startup"])
    if "mawk" in chosen:
        bench.report["mawk"] = measure_mawk(bench)
        bench.show(mawk_table, bench.report["mawk"])


part = Part(
    summary="time, CPU time and memory of `hapmill convert`, beside `cat` and a plain copy",
    measure=measure,
    sections={
        "narrow": Section("31 columns, one site of five is variant"),
        "narrow-all": Section("31 columns, all sites are variant"),
        "wide": Section("1,000 columns"),
        "wide-shuffled": Section("1,000 columns that pair in a random order"),
        "startup": Section("a file of 1 MB, from start to end"),
        "mawk": Section("one run of contenders/mawk.awk on narrow"),
    },
    only_when_named=("mawk",),
    room="1.5 GB",
    rounds=7,
)
