"""The table of single stages, which the CPU and a CUDA device share."""

from measuring import Spread

stage_header = ("stage", "target", "input", "GB/s of input", "share of copy")


def stage_cells(rows):
    """The cells of the table. Each row is a dictionary with stage, target and input, with
    bytes_per_second as a spread, and with copy, which is the bytes per second of a copy of the same
    input or None."""
    return [
        (
            row["stage"],
            row["target"],
            row["input"],
            f"{Spread(row['bytes_per_second']).scaled(1e-9):.2f}",
            f"{row['bytes_per_second']['median'] / row['copy']:.3f}" if row["copy"] else "",
        )
        for row in rows
    ]
