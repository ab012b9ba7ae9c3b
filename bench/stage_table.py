"""The table of stages by themselves, on the CPU and on a card."""

from measuring import markdown_table, show


def stage_table(rows):
    """Of dictionaries: stage, target, input, bytes_a_second as a spread, and bytes a second of a copy of
    the same input where there is one."""
    return markdown_table(
        ("stage", "target", "input", "GB/s of input", "share of copy"),
        [(row["stage"], row["target"], row["input"],
          show({key: value / 1e9 for key, value in row["bytes_a_second"].items()}, 2),
          f"{row['bytes_a_second']['median'] / row['copy']:.3f}" if row["copy"] else "")
         for row in rows])
