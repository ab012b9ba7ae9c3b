"""The report as Markdown tables.

They go between the lines `<!-- comparison NAME -->` and `<!-- end -->` of a page.
"""

import re

from measuring import BenchError, repository

from comparison import inputs
from comparison.gpu_results import newest_gpu_report

place = re.compile(r"(<!-- comparison (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


class Report:
    """The report, with what several tables and pictures need of it."""

    def __init__(self, report):
        self.report = report
        self.by_pair = {(one["contender"], one["input"]): one for one in report["results"]}
        self.skipped = {(one["contender"], one["input"]): one["why"] for one in report["skipped"]}
        self.inputs = report["inputs"]
        self.contenders = report["contenders"]

    def of(self, name):
        """The contenders of an input, the fastest first and those without a time last."""
        listed = [contender for contender in self.contenders if (contender, name) in self.by_pair]
        return sorted(listed, key=lambda contender: self.order(contender, name))

    def order(self, contender, name):
        one = self.by_pair[contender, name]
        return (not has_time(one), one["seconds"]["median"])

    def seconds(self, contender, name):
        one = self.by_pair.get((contender, name))
        return one["seconds"]["median"] if one and has_time(one) else None

    def label(self, contender):
        label = self.contenders[contender]["label"]
        return f"**{label}**" if self.contenders[contender]["family"] == "hapmill" else label


def has_time(one):
    return one["status"] in ("done", "wrong")


def markdown(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)


def number(value):
    """A number with three significant figures."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def show_seconds(one):
    if not has_time(one):
        return f"{one['status']}: {one['message']}"
    taken = one["seconds"]
    if one["is_one_run"]:
        return f"{number(taken['median'])} (one run)"
    return f"{number(taken['median'])} ({number(taken['min'])}–{number(taken['max'])})"


def show_compiling(one):
    found = one.get("compile_seconds")
    return f", {number(found['median'])} of it compiling" if found else ""


def show_size(size):
    for factor, unit in ((1e9, "GB"), (1e6, "MB")):
        if size >= 0.9995 * factor:
            return f"{number(size / factor)} {unit}"
    return f"{size / 1e3:.0f} kB"


def show_rate(size, seconds):
    return number(size / seconds / 1e6)


def times_of(report, name):
    """The table with everything about one input."""
    one_input = report.inputs.get(name)
    if not one_input:
        return ""
    ours = report.seconds("hapmill_all", name)
    rows = []
    for contender in report.of(name):
        one = report.by_pair[contender, name]
        median = one["seconds"]["median"]
        memory = one["memory"]
        if not has_time(one):
            rows.append([report.label(contender), show_seconds(one), *[""] * 7])
            continue
        rows.append(
            [
                report.label(contender),
                show_seconds(one) + show_compiling(one),
                f"{number(median / ours)} ×" if ours else "",
                number(one["cpu_seconds"]["median"]),
                show_rate(one_input["in_bytes"], median),
                show_rate(one["out_bytes"], median),
                show_size(memory["pss"]) if memory else "",
                show_size(memory["rss"]) if memory else "",
                "yes" if one["status"] == "done" else f"**no**: {one['message']}",
            ]
        )
    head = [
        "",
        "seconds",
        "of hapmill's time",
        "CPU s",
        "MB/s in",
        "MB/s out",
        "peak memory",
        "the same as sum of RSS",
        "same data",
    ]
    return (
        f"{one_input['what'][0].upper()}{one_input['what'][1:]}: "
        f"{show_size(one_input['in_bytes'])} in, "
        f"{show_size(one_input['out_bytes'])} out.\n\n" + markdown(head, rows)
    )


def short_of(report, name):
    """The table for the README, with what people look for first."""
    one_input = report.inputs.get(name)
    ours = report.seconds("hapmill_all", name)
    if not one_input or not ours:
        return ""
    rows = []
    for contender in report.of(name):
        one = report.by_pair[contender, name]
        if contender in ("hapmill_workers_1", "hapmill_workers_3", "hapmill_workers_4"):
            continue
        rows.append(
            [
                report.label(contender),
                show_seconds(one),
                f"{number(one['seconds']['median'] / ours)} ×" if has_time(one) else "",
                show_size(one["memory"]["pss"]) if has_time(one) and one["memory"] else "",
            ]
        )
    return markdown(["", "seconds", "of hapmill's time", "peak memory"], rows)


def growth_of(report, names, header, show):
    names = [name for name in names if name in report.inputs]
    if not names:
        return ""
    listed = [
        contender
        for contender in report.contenders
        if any((contender, name) in report.by_pair for name in names)
    ]
    first = names[-1] if len(names) < 2 else names[1]
    listed.sort(key=lambda contender: report.seconds(contender, first) or 1e9)
    rows = []
    for contender in listed:
        cells = []
        for name in names:
            one = report.by_pair.get((contender, name))
            if one:
                cells.append(show(one, report.inputs[name]))
            else:
                cells.append(
                    f"left out: {report.skipped[contender, name]}"
                    if (contender, name) in report.skipped
                    else ""
                )
        rows.append([report.label(contender), *cells])
    return markdown(["", *(header(report.inputs[name]) for name in names)], rows)


def seconds_and_rate(one, one_input):
    if not has_time(one):
        return show_seconds(one)
    return f"{show_seconds(one)}; {show_rate(one_input['in_bytes'], one['seconds']['median'])} MB/s"


def seconds_only(one, _):
    return show_seconds(one)


def memory_only(one, _):
    if not one["memory"]:
        return ""
    prefix = "at least " if one["status"] == "stopped" else ""
    return f"{prefix}{show_size(one['memory']['pss'])}"


def growth_by_size(report):
    return growth_of(report, inputs.series["size"], lambda one: show_size(one["in_bytes"]), seconds_and_rate)


def memory_by_size(report):
    return growth_of(report, inputs.series["size"], lambda one: show_size(one["in_bytes"]), memory_only)


def growth_by_columns(report):
    return growth_of(
        report, inputs.series["columns"], lambda one: f"{one['columns']:,} columns", seconds_only
    )


def growth_by_share(report):
    return growth_of(
        report,
        inputs.series["variant-share"],
        lambda one: f"{one['share']:.0%} variant, {show_size(one['out_bytes'])} out",
        seconds_only,
    )


def memory_of(report, name):
    """The table of the different ways to count memory."""
    rows = []
    for contender in report.of(name):
        one = report.by_pair[contender, name]
        memory = one["memory"]
        if memory:
            rows.append(
                [
                    report.label(contender),
                    memory["processes"],
                    show_size(memory["pss"]),
                    show_size(memory["pss_anon"]),
                    show_size(memory["pss_shmem"]),
                    show_size(memory["rss"]),
                    f"{memory['rss'] / memory['pss']:.2f}",
                    memory["looks"],
                    f"{memory['share_of_time_looking']:.1%}",
                ]
            )
    return markdown(
        [
            "",
            "processes",
            "peak PSS",
            "of it their own",
            "of it shared memory and files on tmpfs",
            "peak of the sum of RSS",
            "RSS ÷ PSS",
            "looks",
            "share of the time looking",
        ],
        rows,
    )


def who(report):
    return markdown(
        ["name", "is", "how"],
        [[f"`{name}`", one["label"], one["what"]] for name, one in report.contenders.items()],
    )


def machine(report):
    about, versions = report.report["machine"], report.report["versions"]
    limits, runs = report.report["limits"], report.report["runs"]
    others = [one.replace("==", " ") for one in versions["packages"]]
    others += [versions[name] for name in ("python", "mawk", "bcftools") if name in versions]
    commit = f" at {versions['commit']}" if "commit" in versions else ""
    text = (
        f"{about['processor']}, {about['cpu_count']} CPUs, "
        f"{about['memory_bytes'] / 2**30:.0f} GiB, "
        f"Linux {about['kernel']}; {versions['hapmill']}{commit}, {', '.join(others)}; "
        f"{versions['date']}. Median (least–greatest) of {runs} runs; limits of "
        f"{limits['seconds']:g} s and {show_size(limits['memory_bytes'])}.\n"
    )
    if report.report["small"]:
        text += "\n**Tiny inputs: these figures mean nothing.**\n"
    return text


def vcf_genotypes(report):
    rows = []
    for contender in report.of("vcf"):
        found = report.by_pair[contender, "vcf"].get("differences")
        if found:
            rows.append(
                [
                    report.label(contender),
                    f"{found['sites']:,}",
                    f"{found['sites_missing']:,}",
                    f"{found['sites_more']:,}",
                    f"{found['genotypes']:,}",
                    f"{found['genotypes_differ']:,}",
                ]
            )
    return (
        markdown(["", "variant sites", "missing", "too many", "genotypes compared", "that differ"], rows)
        if rows
        else ""
    )


def gpu(_):
    found = newest_gpu_report(repository / "bench" / "results")
    if not found:
        return "No CUDA device has been measured yet: `bench/gpu_check.sh` does that."
    return (
        f"![{found['device']['name']} and the CPU of its host, by threads]"
        "(pictures/cpu-and-gpu.png)\n\n"
        "By `bench/gpu_check.sh`; `bench/plot_gpu` has its figures."
    )


tables = {
    "gpu": gpu,
    "machine": machine,
    "who": who,
    "times": lambda report: times_of(report, inputs.main_input),
    "short": lambda report: short_of(report, inputs.main_input),
    "simulated": lambda report: times_of(report, "simulated"),
    "vcf": lambda report: times_of(report, "vcf"),
    "genotypes": vcf_genotypes,
    "size": growth_by_size,
    "memory-by-size": memory_by_size,
    "memory": lambda report: memory_of(report, inputs.main_input),
    "columns": growth_by_columns,
    "share": growth_by_share,
}


def fill(page, report):
    """Writes the tables into the places that a page has for them."""
    if not page.exists():
        return
    known = Report(report)

    def table(found):
        name = found.group(2)
        if name not in tables:
            raise BenchError(f"{page}: there is no table {name}; the tables are {', '.join(tables)}")
        return f"{found.group(1)}\n{tables[name](known).strip()}\n\n{found.group(3)}"

    text = page.read_text(encoding="utf-8")
    filled = place.sub(table, text)
    if filled != text:
        page.write_text(filled, encoding="utf-8")


def write_all(path, report):
    known = Report(report)
    text = "\n".join(f"## {name}\n\n{make(known)}" for name, make in tables.items())
    path.write_text(text, encoding="utf-8")
