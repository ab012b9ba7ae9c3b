#!/usr/bin/env python3
"""The pictures of the comparison. bench/compare runs this in an environment with matplotlib."""

import argparse
import json
import math
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot, ticker

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from comparison import inputs
from comparison.gpu_results import newest_gpu_report
from comparison.tables import Report, has_time, number, show_size

colours = {
    "hapmill": "#c8361d",
    "pandas": "#3d6fa5",
    "numpy": "#7d5ba6",
    "engines": "#2f8a65",
    "awk": "#77702f",
    "bcftools": "#77702f",
}
ink, faint = "#333333", "#d9d9d9"
# Contenders that the pictures of several inputs leave out.
left_out = {"hapmill_workers_1", "hapmill_workers_3", "hapmill_workers_4"}
style = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#999999",
    "axes.labelcolor": ink,
    "axes.titlesize": 11.5,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titlecolor": ink,
    "axes.titlepad": 12,
    "xtick.color": ink,
    "ytick.color": ink,
    "axes.grid": True,
    "grid.color": "#ececec",
    "axes.axisbelow": True,
    "savefig.dpi": 200,
    "savefig.facecolor": "white",
    "figure.facecolor": "white",
    "svg.hashsalt": "hapmill",
}


def colour_of(report, contender):
    return colours[report.contenders[contender]["family"]]


def weight_of(report, contender):
    return "bold" if report.contenders[contender]["family"] == "hapmill" else "normal"


def save(figure, path):
    figure.savefig(path, bbox_inches="tight", pad_inches=0.12, metadata={"Software": None})
    pyplot.close(figure)
    print(path)


def plain_log(axis):
    """Sets the ticks of a logarithmic axis, with plain numbers."""
    axis.set_major_locator(ticker.LogLocator(numticks=12))
    axis.set_major_formatter(
        ticker.FuncFormatter(lambda value, _: f"{value:g}" if value < 1000 else f"{value:,.0f}")
    )
    axis.set_minor_locator(ticker.NullLocator())


def short_size(value):
    for factor, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if value >= factor:
            return f"{value / factor:g} {unit}"
    return "0"


def size_ticks(axis):
    axis.set_major_locator(ticker.LogLocator(numticks=12))
    axis.set_major_formatter(ticker.FuncFormatter(lambda value, _: short_size(value)))
    axis.set_minor_locator(ticker.NullLocator())


def label_lines(report, axes, ends):
    """Puts a name at the right end of each line, so that no names overlap. The ends are (contender,
    x, y, words)."""
    low, high = (math.log10(value) for value in axes.get_ylim())
    gap = 0.155 / (
        axes.get_window_extent().height / axes.figure.dpi
    )  # 0.155 inches as a share of the axes' height
    ends = sorted(ends, key=lambda end: end[2])
    heights = []
    for _, _, y, _ in ends:
        wanted = (math.log10(y) - low) / (high - low)
        heights.append(max(wanted, heights[-1] + gap) if heights else wanted)
    # Names that went beyond the top are moved down again.
    most = 1.0
    for i in range(len(heights) - 1, -1, -1):
        heights[i] = min(heights[i], most)
        most = heights[i] - gap
    for (contender, x, y, words), height in zip(ends, heights):
        colour = colour_of(report, contender)
        axes.annotate(
            words,
            xy=(x, y),
            xycoords="data",
            xytext=(1.03, height),
            textcoords="axes fraction",
            va="center",
            ha="left",
            fontsize=9,
            color=colour,
            fontweight=weight_of(report, contender),
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": colour,
                "alpha": 0.35,
                "linewidth": 0.7,
                "shrinkA": 0,
                "shrinkB": 3,
                "relpos": (0, 0.5),
            },
        )


def draw_times(report, path, name):
    one_input = report.inputs[name]
    listed = [contender for contender in report.of(name)][::-1]
    timed = [contender for contender in listed if report.seconds(contender, name)]
    if not timed:
        return
    ours = report.seconds("hapmill_all", name)
    figure, axes = pyplot.subplots(figsize=(5.2, 0.6 + 0.27 * len(listed)))
    least = min(report.seconds(contender, name) for contender in timed) / 2
    for height, contender in enumerate(listed):
        one = report.by_pair[contender, name]
        colour = colour_of(report, contender)
        if has_time(one):
            taken = one["seconds"]
            axes.plot([least, taken["median"]], [height, height], color=colour, linewidth=1.4, alpha=0.35)
            axes.plot(
                [taken["min"], taken["max"]],
                [height, height],
                color=colour,
                linewidth=3.2,
                solid_capstyle="round",
            )
            axes.plot(taken["median"], height, "o", color=colour, markersize=6.5)
            factor = taken["median"] / ours if ours else None
            times = f"   {number(factor)}×" if factor and factor > 1.05 else ""
            words, place = f"{number(taken['median'])} s{times}", taken["max"]
            if one["status"] == "wrong":
                words += " (other output)"
        else:
            words, place = f"{one['status']}: {one['message'][:40]}", least
        axes.annotate(
            words,
            (place, height),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=colour,
            fontweight=weight_of(report, contender),
        )
    axes.set_xscale("log")
    plain_log(axes.xaxis)
    axes.set_xlim(least, 5 * max(report.seconds(contender, name) for contender in timed))
    axes.set_ylim(-0.7, len(listed) - 0.3)
    axes.set_yticks(range(len(listed)), [report.contenders[contender]["label"] for contender in listed])
    for label, contender in zip(axes.get_yticklabels(), listed):
        label.set_color(colour_of(report, contender))
        label.set_fontweight(weight_of(report, contender))
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("seconds, logarithmic")
    made = "VCF" if one_input["kind"] == "vcf" else "a haplotype table"
    figure.canvas.draw()
    title(
        axes,
        f"{show_size(one_input['in_bytes'])} of matrix to {made}; × as long as hapmill, all threads",
    )
    save(figure, path)


def title(axes, text):
    """Sets the title at the left edge of the picture, not of the axes."""
    edge = axes.get_tightbbox().x0
    axes.set_title(text, x=axes.transAxes.inverted().transform((edge, 0))[0])


def draw_memory(report, path, name):
    """Draws the memory of all processes over time, both logarithmic."""
    curves = {
        contender: report.by_pair[contender, name].get("curve")
        for contender in report.of(name)
        if contender not in left_out
    }
    curves = {
        contender: [point for point in curve if point[0] > 0 and point[1] > 0]
        for contender, curve in curves.items()
        if curve
    }
    curves = {contender: curve for contender, curve in curves.items() if curve}
    if not curves:
        return
    figure, axes = pyplot.subplots(figsize=(4.9, 4.1))
    axes.set_xscale("log")
    axes.set_yscale("log")
    ends = []
    for contender, curve in curves.items():
        is_ours = report.contenders[contender]["family"] == "hapmill"
        seconds, sizes = [point[0] for point in curve], [point[1] for point in curve]
        colour = colour_of(report, contender)
        axes.plot(seconds, sizes, color=colour, linewidth=2.4 if is_ours else 1.3, solid_capstyle="round")
        axes.plot(seconds[-1], sizes[-1], "o", color=colour, markersize=4)
        label = report.contenders[contender]["label"]
        ends.append((contender, seconds[-1], sizes[-1], f"{label}  {show_size(max(sizes))}"))
    axes.set_xlim(0.01)
    plain_log(axes.xaxis)
    size_ticks(axes.yaxis)
    axes.set_xlabel("seconds since its start")
    figure.canvas.draw()
    label_lines(report, axes, ends)
    size = show_size(report.inputs[name]["in_bytes"])
    title(axes, f"Memory of all processes (PSS), {size} of matrix; peaks at the right")
    save(figure, path)


def draw_memory_each(report, path, name):
    """Draws PSS and the sum of RSS, in one panel per contender with a scale of its own."""
    listed = [
        contender
        for contender in report.of(name)
        if report.by_pair[contender, name].get("curve")
        and contender not in ("hapmill_workers_1", "hapmill_workers_3")
    ]
    if not listed:
        return
    columns = 3
    rows = -(-len(listed) // columns)
    figure, panels = pyplot.subplots(rows, columns, figsize=(7, 1.35 * rows + 0.4), squeeze=False)
    for axes in panels.flat[len(listed) :]:
        axes.set_visible(False)
    for axes, contender in zip(panels.flat, listed):
        one = report.by_pair[contender, name]
        colour = colour_of(report, contender)
        seconds, pss, rss = zip(*one["curve"])
        axes.fill_between(seconds, pss, color=colour, alpha=0.75, linewidth=0)
        axes.plot(seconds, pss, color=colour, linewidth=1.5)
        axes.plot(seconds, rss, color=ink, linewidth=1, linestyle=(0, (2, 1.5)))
        axes.set_title(report.contenders[contender]["label"], color=colour, fontsize=9, pad=4)
        axes.text(
            0.05,
            0.93,
            f"PSS {show_size(max(pss))}, RSS {show_size(max(rss))}",
            transform=axes.transAxes,
            ha="left",
            va="top",
            fontsize=8,
            color=ink,
        )
        axes.set_ylim(0, 1.35 * max(rss))  # leaves room for the words
        axes.set_xlim(0)
        axes.xaxis.set_major_locator(ticker.MaxNLocator(3))
        axes.yaxis.set_major_locator(ticker.MaxNLocator(2))
        axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: short_size(value)))
        axes.tick_params(labelsize=8)
    figure.suptitle(
        "Memory over seconds: PSS filled, the sum of RSS dashed; peaks in words",
        x=0.01,
        ha="left",
        fontsize=11.5,
        fontweight="bold",
        color=ink,
    )
    figure.tight_layout()
    save(figure, path)


def draw_lines(report, path, names, x_of, y_of, x_label, text, is_log_x=True, ticks=None):
    """Draws one line per contender through the inputs of a series."""
    names = [name for name in names if name in report.inputs]
    if len(names) < 2:
        return
    figure, axes = pyplot.subplots(figsize=(4.7, 4.1))
    axes.set_yscale("log")
    if is_log_x:
        axes.set_xscale("log")
    ends = []
    for contender in report.contenders:
        points = [
            (x_of(report.inputs[name]), y_of(report.inputs[name], report.seconds(contender, name)))
            for name in names
            if report.seconds(contender, name)
        ]
        if contender in left_out or not points:
            continue
        is_ours = report.contenders[contender]["family"] == "hapmill"
        colour = colour_of(report, contender)
        axes.plot(
            *zip(*points),
            "o-",
            color=colour,
            markersize=5 if is_ours else 4,
            linewidth=2.4 if is_ours else 1.3,
        )
        label = report.contenders[contender]["label"]
        ends.append((contender, *points[-1], f"{label}  {number(points[-1][1])}"))
    if not ends:
        return
    plain_log(axes.yaxis)
    x_values = [x_of(report.inputs[name]) for name in names]
    axes.set_xticks(x_values, ticks or [f"{value:,g}" for value in x_values])
    axes.minorticks_off()
    axes.set_xlabel(x_label)
    figure.canvas.draw()
    label_lines(report, axes, ends)
    title(axes, text)
    save(figure, path)


def draw_growth(report, folder):
    def rate(one, seconds):
        return one["in_bytes"] / seconds / 1e6

    def seconds_alone(_, seconds):
        return seconds

    sizes = [name for name in inputs.series["size"] if name in report.inputs]
    draw_lines(
        report,
        folder / "comparison-size.png",
        sizes,
        lambda one: one["in_bytes"],
        rate,
        "size of the matrix",
        "MB of matrix per second, by size; higher is better",
        ticks=[show_size(report.inputs[name]["in_bytes"]) for name in sizes],
    )
    draw_lines(
        report,
        folder / "comparison-columns.png",
        inputs.series["columns"],
        lambda one: one["columns"],
        seconds_alone,
        "haplotype columns",
        "Seconds for the same bytes in more columns; lower is better",
    )
    draw_lines(
        report,
        folder / "comparison-share.png",
        inputs.series["variant-share"],
        lambda one: one["share"],
        seconds_alone,
        "share of the sites that are variant",
        "Seconds by share of variant sites; lower is better",
        is_log_x=False,
        ticks=["none", "0.2", "0.5", "all"],
    )


def draw_gpu(gpu, path):
    """Draws GB of matrix per second on the CPU, by threads, and on the device."""
    parts = gpu["program"]
    figure, panels = pyplot.subplots(1, len(parts), figsize=(3.5 * len(parts), 3.1), squeeze=False)
    for axes, part in zip(panels[0], parts):

        def rate(way, part=part):
            return part["in_bytes"] / way["seconds"]["median"] / 1e9

        ways = [way for way in part["ways"] if way["output"] == "/dev/null"]
        cpu = sorted((way["threads"], rate(way)) for way in ways if way["device"] == "cpu")
        card = next((rate(way) for way in ways if way["device"] == "cuda"), None)
        axes.set_xscale("log", base=2)
        axes.plot(*zip(*cpu), "o-", color=colours["pandas"], linewidth=1.6)
        for threads, value in cpu:
            axes.annotate(
                f"{value:.1f}",
                (threads, value),
                xytext=(-6, 4),
                textcoords="offset points",
                ha="right",
                fontsize=8.5,
                color=colours["pandas"],
            )
        first = cpu[0][0]
        link = part["in_bytes"] / part["ceiling_seconds"] / 1e9
        for value, words, colour, line in (
            (card, "card", colours["hapmill"], "-"),
            (link, "what the link allows", "#888888", ":"),
        ):
            if value:
                axes.axhline(value, color=colour, linestyle=line, linewidth=2 if line == "-" else 1.4)
                axes.annotate(
                    f"{words} {value:.1f}",
                    (first, value),
                    xytext=(0, 4),
                    fontsize=9,
                    textcoords="offset points",
                    color=colour,
                )
        axes.set_xticks([threads for threads, _ in cpu], [f"{threads}" for threads, _ in cpu])
        axes.minorticks_off()
        axes.set_xlim(first / 1.9)
        axes.set_ylim(0, 1.15 * max(card or 0, link, *(value for _, value in cpu)))
        axes.set_xlabel("threads of the CPU")
        title(axes, f"{part['shape']}, {part['columns']:,} columns")
    panels[0][0].set_ylabel("GB of matrix per second")
    figure.suptitle(
        f"{gpu['device']['name']} against its host's CPU",
        x=0.01,
        ha="left",
        fontsize=11.5,
        fontweight="bold",
        color=ink,
    )
    figure.tight_layout()
    save(figure, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", help="comparison.json")
    parser.add_argument("folder", type=Path, help="where pictures go")
    parser.add_argument("--gpu-reports", metavar="DIR", help="reports of bench/gpu_check.sh")
    options = parser.parse_args()
    pyplot.rcParams.update(style)
    report = Report(json.loads(Path(options.report).read_text(encoding="utf-8")))
    for picture, name in (("times", inputs.main_input), ("simulated", "simulated"), ("vcf", "vcf")):
        if name in report.inputs:
            draw_times(report, options.folder / f"comparison-{picture}.png", name)
    if inputs.main_input in report.inputs:
        draw_memory(report, options.folder / "comparison-memory.png", inputs.main_input)
        draw_memory_each(report, options.folder / "comparison-memory-each.png", inputs.main_input)
    draw_growth(report, options.folder)
    gpu = newest_gpu_report(options.gpu_reports) if options.gpu_reports else None
    if gpu:
        draw_gpu(gpu, options.folder / "cpu-and-gpu.png")


if __name__ == "__main__":
    main()
