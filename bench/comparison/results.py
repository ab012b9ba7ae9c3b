"""The results: each run as a line that is kept, and all of them as one report.

A line is written when its run has ended, so the comparison can continue from there.
"""

import json
import os
import signal
from pathlib import Path

from measuring import spread

from comparison import inputs

key_fields = ("input", "input_stamp", "contender", "program_stamp", "machine")
least_long_seconds = 30.0  # a contender that takes as long is run only once
most_curve_points = 160


class Runs:
    """The kept lines, one for each run."""

    def __init__(self, path, forget=False):
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if forget and self.path.exists():
            self.path.replace(self.path.with_suffix(".jsonl.old"))
        self.lines = []
        self.by_key = {}
        for line in read_lines(self.path):
            self.keep(line)

    def keep(self, line):
        self.lines.append(line)
        self.by_key.setdefault(tuple(line[name] for name in key_fields), []).append(line)

    def add(self, line):
        self.keep(line)
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def of(self, key):
        """The runs of a pair that count: those since the last failure, which is tried again."""
        found = self.by_key.get(key, [])
        failures = [i for i, line in enumerate(found) if line["exit"] not in (0, None)]
        return found[failures[-1] + 1 :] if failures else found


def read_lines(path):
    if not path.exists():
        return []
    text = path.read_bytes()
    whole, _, cut = text.rpartition(b"\n")
    if cut:  # a kill interrupted the writing
        path.write_bytes(whole + b"\n" if whole else b"")
    return [json.loads(line) for line in whole.splitlines()]


def is_done(runs, wanted):
    """Whether a pair has all its runs."""
    if not runs:
        return False
    first = runs[0]
    if first["stopped"] or first["seconds"] >= least_long_seconds:
        return True
    return any(run["stopped"] for run in runs) or len(runs) > wanted


def thin(samples):
    """A curve of memory with fewer points, the greatest included."""
    samples = [sample for sample in samples if sample["pss"] > 0]
    size = max(1, -(-len(samples) // most_curve_points))
    pieces = [samples[i : i + size] for i in range(0, len(samples), size)]
    chosen = [max(piece, key=lambda sample: sample["pss"]) for piece in pieces]
    return [[round(one["seconds"], 4), one["pss"], one["rss"]] for one in chosen]


def describe_memory(run):
    samples = [sample for sample in run["samples"] if sample["pss"] > 0]
    if not samples:  # it ended before the first sample
        return None
    peak = max(samples, key=lambda sample: sample["pss"])
    looks = sum(sample["took"] for sample in samples)
    return {
        "pss": peak["pss"],
        "rss": max(sample["rss"] for sample in samples),
        "pss_anon": peak["pss_anon"],
        "pss_file": peak["pss_file"],
        "pss_shmem": peak["pss_shmem"],
        "processes": max(sample["processes"] for sample in samples),
        "looks": len(samples),
        "share_of_time_looking": looks / run["seconds"],
    }


def outcome(runs, reference):
    """The status of a pair in one word, and a message."""
    last = runs[-1]
    stopped = [run["stopped"] for run in runs if run["stopped"]]
    if stopped:
        return "stopped", stopped[0]
    if last["exit"] != 0:
        lines = [line for line in last["said"].splitlines() if line.strip()] or ["without a message"]
        code = last["exit"]
        ended = f"with {code}" if code >= 0 else f"by {signal.Signals(-code).name}"
        return "failed", f"ended {ended}: {lines[-1].strip()[:300]}"
    sums = {run["out_sha256"] for run in runs}
    if last.get("differences") is not None:
        return compare_vcf(last["differences"])
    if len(sums) > 1:
        return "wrong", "the output is not always the same"
    if sums != {reference["sha256"]}:
        return "wrong", "the output is not hapmill's"
    return "done", ""


def compare_vcf(found):
    if found["sites_missing"] or found["sites_more"]:
        return "wrong", (
            f"{found['sites_missing']:,} variant sites are missing, "
            f"{found['sites_more']:,} should not be there"
        )
    if found["genotypes_differ"]:
        share = found["genotypes_differ"] / found["genotypes"]
        return "wrong", f"{found['genotypes_differ']:,} genotypes differ, {share:.1%} of them"
    return "done", ""


def summarize(one, runs, reference):
    """A pair as it appears in the report."""
    status, message = outcome(runs, reference)
    # Memory is sampled in the first run, whose time counts only if it is the only run.
    timed = runs[1:] or runs
    told = {
        "input": one.name,
        "contender": runs[0]["contender"],
        "status": status,
        "message": message,
        "is_one_run": len(timed) == 1 and len(runs) == 1,
        "seconds": spread([run["seconds"] for run in timed]),
        "cpu_seconds": spread([run["user"] + run["system"] for run in timed]),
        "runs": [round(run["seconds"], 5) for run in timed],
        "out_bytes": runs[0].get("out_bytes"),
        "memory": describe_memory(runs[0]),
        "left_behind": max(run["left_processes"] for run in runs),
    }
    compiling = [run["compile_seconds"] for run in timed if run.get("compile_seconds") is not None]
    if compiling:
        told["compile_seconds"] = spread(compiling)
    if runs[-1].get("differences") is not None:
        told["differences"] = runs[-1]["differences"]
    if one.name == inputs.main_input:
        told["curve"] = thin(runs[0]["samples"])
    return told


def describe(bench, runs, pairs, skipped):
    """The report. `pairs` are the (input, contender, key) to show."""
    results = []
    for one, _, key in pairs:
        # A failure that was not tried again is shown too.
        kept = runs.of(key) or runs.by_key.get(key, [])[-1:]
        if kept:
            results.append(summarize(one, kept, kept[0]["reference"]))
    references = {line["input"]: line["reference"] for line in runs.lines}
    listed = {one.name: one for one, _, _ in pairs}
    shown = {one["contender"] for one in [*results, *skipped]}
    return {
        "machine": bench.machine,
        "small": bench.options.small,
        "runs": bench.options.runs,
        "limits": {"seconds": bench.limits.seconds, "memory_bytes": bench.limits.memory_bytes},
        "versions": bench.versions,
        "contenders": {
            contender.name: {
                "label": contender.label,
                "family": contender.family,
                "what": contender.what,
                "kind": contender.kind,
            }
            for _, contender, _ in pairs
            if contender.name in shown
        },
        "inputs": {
            name: {
                "what": one.what,
                "kind": one.kind,
                "columns": one.columns,
                "share": one.share,
                "in_bytes": references[name]["in_bytes"],
                "out_bytes": references[name]["out_bytes"],
            }
            for name, one in listed.items()
            if name in references
        },
        "skipped": skipped,
        "results": results,
    }


def write_whole(path, text):
    """Writes a file so that a reader never sees half of it."""
    part = Path(f"{path}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def write_report(path, report):
    """Writes the report with one line per result, so that changes are readable."""
    lines = []
    for name, value in report.items():
        if name == "results":
            inner = ",\n  ".join(json.dumps(one) for one in value)
            lines.append(f' "results": [\n  {inner}\n ]')
        else:
            lines.append(f" {json.dumps(name)}: {json.dumps(value)}")
    write_whole(path, "{\n" + ",\n".join(lines) + "\n}\n")
