"""Which runs are missing, in which order they are made, and how long they may still take."""

import hashlib
import re
import shutil
import statistics
import time

from measuring import digest, say

from comparison import contenders, inputs, results, vcf_sites
from comparison.process_tree import run_tree

compile_time = re.compile(r"compile_seconds=([0-9.]+)")


def key_of(bench, one, contender):
    input_stamp = hashlib.sha256(one.stamp().encode()).hexdigest()[:16]
    return (one.name, input_stamp, contender.name, contender.stamp(bench), bench.machine_stamp)


def all_pairs(bench, inputs_of, contenders_of):
    """The (input, contender, key) of every contender that takes an input."""
    pairs = []
    for one in inputs_of.values():
        for contender in contenders_of.values():
            if contenders.takes(contender, one):
                pairs.append((one, contender, key_of(bench, one, contender)))
    return pairs


def why_skip(bench, runs, one, contender):
    """Why a contender is not run on an input, or None: it took too long on a smaller one."""
    smaller, most = inputs.only_after.get(one.name, (None, None))
    if smaller not in bench.known_inputs:
        return None
    found = runs.of(key_of(bench, bench.known_inputs[smaller], contender))
    if not found:
        return None
    if any(run["stopped"] or run["exit"] != 0 for run in found):
        return f"did not finish {smaller}"
    timed = found[1:] or found
    median = statistics.median(run["seconds"] for run in timed)
    return f"takes {median:.0f} s for {smaller}" if median >= most else None


class Progress:
    """Reports what is done, and estimates the time left from the seconds per byte of each
    contender."""

    def __init__(self, bench, runs, pairs):
        self.bench, self.runs, self.pairs = bench, runs, pairs
        self.start = time.monotonic()
        self.last_of = {line["contender"]: [line] for line in runs.lines}

    def seconds_left(self):
        """The estimated seconds of all pairs, and the number of pairs without an estimate."""
        known, unknown = 0.0, 0
        for one, contender, key in self.pairs:
            found = self.runs.of(key)
            if results.is_done(found, self.bench.options.runs) or why_skip(
                self.bench, self.runs, one, contender
            ):
                continue
            like = found or self.last_of.get(contender.name)
            if not like:
                unknown += 1
                continue
            scale = 1 if found else one.size() / like[-1]["reference"]["in_bytes"]
            compiling = like[-1].get("compile_seconds", 0)
            each = compiling + (like[-1]["seconds"] - compiling) * scale
            count = 1 if each >= results.least_long_seconds else self.bench.options.runs + 1 - len(found)
            known += min(each, self.bench.limits.seconds) * count
        return known, unknown

    def say(self, text):
        done = sum(results.is_done(self.runs.of(key), self.bench.options.runs) for _, _, key in self.pairs)
        seconds, unknown = self.seconds_left()
        left = f"about {seconds / 60:.0f} min left" + (
            f", without {unknown} unknown pairs" if unknown else ""
        )
        say(f"[{(time.monotonic() - self.start) / 60:5.1f} min, {done} of {len(self.pairs)}, {left}] {text}")


def measure(bench, runs):
    """Makes all runs that are missing. Returns whether none is left."""
    pairs = all_pairs(bench, bench.inputs, bench.contenders_here)
    progress = Progress(bench, runs, pairs)
    for one in bench.inputs.values():
        todo = []
        for other, contender, key in pairs:
            if other is not one or results.is_done(runs.of(key), bench.options.runs):
                continue
            reason = why_skip(bench, runs, one, contender)
            if reason:
                say(f"{one.name}: {contender.label} is left out, because it {reason}")
                continue
            todo.append((contender, key))
        if todo and (is_over(bench, progress) or not measure_input(bench, runs, one, todo, progress)):
            return False
    return True


def list_skipped(bench, runs, pairs):
    reasons = [
        (one.name, contender.name, why_skip(bench, runs, one, contender)) for one, contender, _ in pairs
    ]
    return [{"input": name, "contender": contender, "why": why} for name, contender, why in reasons if why]


def is_over(bench, progress):
    if not bench.is_late():
        return False
    progress.say("the time of --minutes is over: the same command continues from here")
    return True


def measure_input(bench, runs, one, todo, progress):
    matrix = inputs.make_input(bench, one)
    reference_path, reference = inputs.make_reference(bench, one, matrix)
    wanted = bench.options.runs
    try:
        for ordinal in range(wanted + 1):
            # The order alternates, so that no contender always follows the same one.
            for contender, key in todo if ordinal % 2 == 0 else reversed(todo):
                found = runs.of(key)
                if len(found) > ordinal or results.is_done(found, wanted):
                    continue
                if key in bench.failed:
                    continue
                if is_over(bench, progress):
                    return False
                line = run_once(bench, one, contender, matrix, is_watched=not found)
                line |= dict(zip(results.key_fields, key)) | {
                    "reference": reference,
                    "ordinal": len(found),
                }
                if one.kind == "vcf" and "out_sha256" in line:
                    compare_output(bench, line, found, reference, reference_path)
                runs.add(line)
                progress.last_of[contender.name] = [line]
                note(bench, line, key, contender, progress)
                shutil.rmtree(bench.run_folder, ignore_errors=True)
    finally:
        inputs.forget_input(bench, one)
    return True


def note(bench, line, key, contender, progress):
    if line["stopped"]:
        told = f"stopped: {line['stopped']}"
    elif line["exit"] != 0:
        bench.failed.add(key)
        told = f"FAILED with {line['exit']}: {line['said'][-300:]}"
    else:
        told = f"{line['seconds']:.3f} s"
    progress.say(f"{line['input']}: {contender.label}, run {line['ordinal'] + 1}: {told}")


def run_once(bench, one, contender, matrix, is_watched):
    shutil.rmtree(bench.run_folder, ignore_errors=True)
    bench.run_folder.mkdir()
    out = bench.run_folder / ("out.vcf" if one.kind == "vcf" else "out.tsv")
    words, stdout = contender.command(bench, one.kind, matrix, out)
    line = run_tree(
        words,
        text=bench.mark,
        folder=bench.run_folder,
        limits=bench.limits,
        stdout=stdout,
        is_watched=is_watched,
    )
    found = compile_time.search(line["said"])
    if found:
        line["compile_seconds"] = float(found.group(1))
    if line["exit"] == 0:
        if out.exists():
            line |= {"out_bytes": out.stat().st_size, "out_sha256": digest(out)}
        else:
            line |= {"exit": 1, "said": f"{line['said']}\nit ended with 0 and left no output"}
    return line


def compare_output(bench, line, found, reference, reference_path):
    """Compares the sites and genotypes of a VCF, once for each different text."""
    known = next((run for run in found if run.get("out_sha256") == line["out_sha256"]), None)
    if known:
        line["differences"] = known["differences"]
    elif line["out_sha256"] != reference["sha256"]:
        try:
            line["differences"] = vcf_sites.compare(reference_path, bench.run_folder / "out.vcf")
        except (IndexError, ValueError) as error:
            line |= {"exit": 1, "said": f"the output is not VCF: {error}"}
    else:
        line["differences"] = None
