"""Measures `hapmill convert --workers`: memory of all processes, time, the plan and the join."""

import csv
import json
import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path

from measuring import BenchError, Size, digest, mebi, say, size_of, spread

from parts.part import Part, Section, Table, matrix_rates, measure_sections, numbers, positive

shape = {"columns": 30, "variant-rate": 0.2} | matrix_rates
row_bytes = 72  # about the bytes of one row of `shape` with a long position
main_bytes, large_bytes = 3e9, 1e9

# The limits of each section.
worker_bytes, thread_bytes = 64 * mebi, 8 * mebi
most_growth = 1.1
least_samples = 6  # of one run, so that the run has two halves
most_memory_runs = 3
most_plan_megabytes = 10
most_of_cat = 1.0


def make_matrix(bench, name, size, contigs):
    rows = max(1000, round(size * bench.options.scale) // row_bytes)
    return bench.generate(bench.work / f"{name}.tsv", {"rows": rows, "contigs": contigs} | shape)


def main_matrix(bench):
    return make_matrix(bench, "matrix", main_bytes, 16)


def convert(bench, *more):
    return bench.convert(main_matrix(bench), bench.out, "--device", "cpu", *more)


def total_threads(bench, workers):
    """How many threads the workers have together: at least one each."""
    return max(bench.options.threads, workers)


def parts_folder(bench):
    return Path(f"{bench.out}.parts")


def forget_parts(bench):
    shutil.rmtree(parts_folder(bench), ignore_errors=True)


def measure_memory(bench):
    profile = bench.work / "memory.csv"
    rows = []
    for workers in bench.options.workers:
        threads = total_threads(bench, workers)
        runs = []
        for _ in range(min(bench.options.rounds, most_memory_runs)):
            bench.run(convert(bench, "--workers", workers, "--threads", threads, "--memory-profile", profile))
            runs.append(read_profile(profile))
        described = [describe_profile(run, workers) for run in runs]
        limit = Size(workers * worker_bytes + threads * thread_bytes)
        rows.append(
            {
                "workers": workers,
                "threads": threads,
                "limit_bytes": limit,
                **summarize_profiles(bench, described, limit),
                "runs": described,
                "samples": runs,
            }
        )
    return rows


def read_profile(path):
    """The samples of a memory profile: bytes as a sum over all processes at that time."""
    samples = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sample = samples.setdefault(
                row["seconds"], {"seconds": float(row["seconds"]), "workers": 0, "pss": 0, "rss": 0}
            )
            sample["workers"] += row["process"] != "coordinator"
            sample["pss"] += int(row["pss"])
            sample["rss"] += int(row["rss"])
    return list(samples.values())


def describe_profile(samples, workers):
    if not samples:
        raise BenchError("the memory profile is empty")
    # Only while all workers run: otherwise memory falls merely because some workers have ended.
    full = [sample["pss"] for sample in samples if sample["workers"] == workers]
    middle = len(full) // 2
    growth = None
    if len(full) >= least_samples:
        growth = statistics.median(full[-middle:]) / statistics.median(full[:middle])
    return {
        "samples": len(samples),
        "full_samples": len(full),
        "growth": growth,
        "pss": {
            "peak": max(sample["pss"] for sample in samples),
            "median": statistics.median(full) if full else None,
        },
        "rss": {"peak": max(sample["rss"] for sample in samples)},
    }


def summarize_profiles(bench, runs, limit):
    """What the table shows of several runs. Short runs have neither a median nor a growth."""
    peak = Size(max(run["pss"]["peak"] for run in runs))
    medians = [run["pss"]["median"] for run in runs if run["pss"]["median"] is not None]
    growths = [run["growth"] for run in runs if run["growth"] is not None]
    holds = peak <= limit and max(growths, default=0) <= most_growth
    return {
        "sample_count": sum(run["samples"] for run in runs),
        "pss_peak": peak,
        "pss_median": f"{Size(statistics.median(medians)):MiB}" if medians else "-",
        "growth": f"{spread(growths):.2f}" if growths else "-",
        "rss_peak": Size(max(run["rss"]["peak"] for run in runs)),
        "verdict": bench.verdict(holds) if growths or not holds else "too few samples to tell",
    }


memory_table = Table(
    f"Memory of all processes together, MiB, of at most {most_memory_runs} runs (PSS at most 64 "
    f"per worker and\n8 per thread; second half of the time at most {most_growth} times the first "
    "half)",
    {
        "workers": "{workers}",
        "threads": "{threads}",
        "samples": "{sample_count}",
        "PSS peak": "{pss_peak:MiB}",
        "PSS median": "{pss_median}",
        "2nd / 1st half": "{growth}",
        "RSS peak": "{rss_peak:MiB}",
        "limit": "{limit_bytes:MiB}",
        "": "{verdict}",
    },
)


def measure_scaling(bench):
    matrix = main_matrix(bench)
    threads = ["--threads", bench.options.threads]
    ways = {"one process": convert(bench, *threads)}
    for workers in bench.options.workers:
        ways[str(workers)] = convert(bench, "--workers", workers, *threads)
    digests = set()
    for words in ways.values():
        bench.run(words)
        digests.add(digest(bench.out))
    if len(digests) != 1:
        raise BenchError("the output depends on the number of workers")

    took = bench.rounds(
        {
            "cat": bench.command([bench.tool("cat"), matrix], bench.out),
            **{way: bench.command(words) for way, words in ways.items()},
        }
    )
    in_bytes = size_of(matrix)
    return [
        {
            "workers": way,
            "threads": bench.options.threads,
            "in_bytes": in_bytes,
            "seconds": took.spread(way),
            "gigabytes_per_second": in_bytes / took.spread(way)["median"] / 1e9,
            "ratio_to_cat": took.ratio(way, "cat"),
            "ratio_to_one": took.ratio(way, "one process"),
            "runs": took.runs[way],
        }
        for way in ways
    ]


scaling_table = Table(
    "Time to convert {in_bytes:MB} MB with {threads} threads in all, but at least one per worker",
    {
        "workers": "{workers}",
        "seconds": "{seconds:.3f}",
        "GB/s in": "{gigabytes_per_second:.2f}",
        "x cat": "{ratio_to_cat:.2f}",
        "x one process": "{ratio_to_one:.2f}",
    },
)


def measure_plan(bench):
    path = make_matrix(bench, "large", large_bytes, 5)
    plan = watch_reads([bench.hapmill, "plan", path, "-o", bench.out, "--groups", "5"])
    verdict = bench.verdict(plan["megabytes_read"] < most_plan_megabytes)
    # What every command reads: libraries and /proc.
    version = watch_reads([bench.hapmill, "--version"])
    rows = [
        {"what": "hapmill plan", "in_bytes": size_of(path), **plan, "verdict": verdict},
        {"what": "hapmill --version", **version, "verdict": ""},
    ]
    if not bench.options.keep:
        path.unlink()
        path.with_suffix(".made").unlink()
    return rows


def watch_reads(words):
    """The seconds of a program, and what it read according to the kernel."""
    start = time.perf_counter()
    with subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL) as process:
        # WNOWAIT leaves the ended process in /proc until its counts have been read.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        seconds = time.perf_counter() - start
        account = dict(line.split(": ") for line in Path(f"/proc/{process.pid}/io").read_text().splitlines())
    if process.returncode != 0:
        raise BenchError(f"{words[0]} {words[1]} ended with {process.returncode}")
    return {
        "seconds": seconds,
        "megabytes_read": int(account["rchar"]) / 1e6,
        "reads": int(account["syscr"]),
    }


plan_table = Table(
    f"What `hapmill plan` reads of {{in_bytes:MB}} MB with 5 contigs (less than "
    f"{most_plan_megabytes} MB of 10 GB)",
    {
        "command": "{what}",
        "MB read": "{megabytes_read:.2f}",
        "reads": "{reads}",
        "seconds": "{seconds:.3f}",
        "": "{verdict}",
    },
)


def measure_join(bench):
    rows = []
    for groups in (count for count in bench.options.workers if count > 1):
        plan, saved = make_parts(bench, groups)
        files = sorted(saved.glob("*.part"))
        out_bytes = Size(sum(path.stat().st_size for path in files))
        took = measure_joins(bench, groups, plan, saved, files)
        forget_parts(bench)
        shutil.rmtree(saved)
        for how in took.runs:
            ratio = took.ratio(how, "cat")
            row = {
                "groups": groups,
                "how": how,
                "is_checked": "yes" if how.startswith("finalize") else "no",
                "out_bytes": out_bytes,
                "seconds": took.spread(how),
                "ratio_to_cat": ratio,
                "verdict": bench.verdict(ratio["median"] <= most_of_cat),
                "runs": took.runs[how],
            }
            if how != "cat":
                rows.append(row)
    if not rows:
        say("no join is measured: --workers has no number above 1")
    return rows


def measure_joins(bench, groups, plan, saved, files):
    """Rounds of everything that joins the parts, after one check of the output."""

    def finalize(*more):
        forget_parts(bench)
        shutil.copytree(saved, parts_folder(bench))
        return bench.run([bench.hapmill, "finalize", plan, "-q", *more])

    cat = bench.command([bench.tool("cat"), *files], bench.out)
    finalize()
    joined = digest(bench.out)
    cat()
    if digest(bench.out) != joined:
        raise BenchError("the output of finalize is not its parts one after the other")
    return bench.rounds(
        {
            "cat": cat,
            "finalize": finalize,
            "finalize --keep-parts": lambda: finalize("--keep-parts"),
            "end of convert --workers": lambda: watch_end(bench, groups),
        }
    )


def make_parts(bench, groups):
    """The plan, and a folder with the part of every group."""
    plan, saved = bench.work / "plan.json", bench.work / "parts"
    bench.run(
        [
            bench.hapmill,
            "plan",
            main_matrix(bench),
            "-o",
            bench.out,
            "--device",
            "cpu",
            "--groups",
            groups,
            "--json",
        ],
        stdout=plan,
    )
    for group in range(len(json.loads(plan.read_text())["groups"])):
        bench.run([bench.hapmill, "convert", "--plan", plan, "--group", group, "-q"])
    shutil.rmtree(saved, ignore_errors=True)
    parts_folder(bench).rename(saved)
    return plan, saved


def watch_end(bench, workers):
    """The seconds of a conversion from the end of its last worker to its own end."""
    forget_parts(bench)
    bench.out.unlink(missing_ok=True)
    words = convert(bench, "--workers", workers, "--threads", bench.options.threads)
    seen = False
    last = time.perf_counter()
    with subprocess.Popen([str(word) for word in words]) as process:
        while process.poll() is None:
            if has_children(process.pid):
                seen = True
                last = time.perf_counter()
            time.sleep(0.001)
        end = time.perf_counter()
    if process.returncode != 0:
        raise BenchError(f"convert --workers {workers} ended with {process.returncode}")
    if not seen:
        raise BenchError("no worker was seen: does this kernel have /proc/PID/task/TID/children?")
    return {"seconds": end - last}


def has_children(pid):
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            if path.read_text().strip():
                return True
        except OSError:  # the thread has just ended
            pass
    return False


join_table = Table(
    f"The join of {{out_bytes:MB}} MB, beside `cat parts > out` (at most {most_of_cat} times as "
    "long). `finalize` reads\nevery part to check its CRC-32, which no option turns off; `convert "
    "--workers` trusts the parts of its\nown workers",
    {
        "groups": "{groups}",
        "joined by": "{how}",
        "CRC-32 checked": "{is_checked}",
        "seconds": "{seconds:.3f}",
        "x cat": "{ratio_to_cat:.2f}",
        "": "{verdict}",
    },
)


def add_options(parser):
    cpus = len(os.sched_getaffinity(0))
    parser.add_argument(
        "--threads",
        type=positive(int),
        default=cpus,
        metavar="N",
        help=f"threads of all workers together (default: the CPUs, {cpus})",
    )
    parser.add_argument(
        "--workers",
        type=numbers,
        default="1,2,4,8",
        metavar="LIST",
        help="numbers of workers (default 1,2,4,8)",
    )


sections = {
    "memory": Section("memory of all processes together, over time", measure_memory, (memory_table,)),
    "scaling": Section(
        "time with the same threads in more and more processes", measure_scaling, (scaling_table,)
    ),
    "plan": Section(
        "what `hapmill plan` reads of a large matrix; --scale 10 for 10 GB",
        measure_plan,
        (plan_table,),
    ),
    "join": Section(
        "`hapmill finalize` and the end of a conversion, beside cat of the same parts",
        measure_join,
        (join_table,),
    ),
}


def measure(bench):
    forget_parts(bench)  # of a benchmark that was killed
    try:
        measure_sections(bench)
    finally:
        forget_parts(bench)


part = Part(
    summary="`--workers`: memory of all processes, time, the plan and the join",
    measure=measure,
    sections=sections,
    room="7 GB",
    threads="",
    add_options=add_options,
)
