#!/usr/bin/env python3
"""compare_check.py CHECK HAPMILL: runs bench/compare with contenders that fail in every way."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HAPMILL = ""
BENCH = pathlib.Path(__file__).resolve().parent.parent.parent / "bench"
sys.path.insert(0, str(BENCH))
from comparison import process_tree, results, tables, vcf_sites  # noqa: E402

right = """
import subprocess, sys
words = [{hapmill!r}, "convert", "-q", "--device", "cpu", sys.argv[1], "-o", sys.argv[2]]
subprocess.run(words, check=True)
"""
# A process in a session of its own, which no signal to a group reaches, and whose parent has ended.
strays = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(100)
    os._exit(0)
os.wait()
"""
segment = """
from multiprocessing import shared_memory
segment = shared_memory.SharedMemory({segment!r} + str(os.getpid()), create=True, size=4096)
"""
fakes = {
    "numba_mmap": right,
    "pandas_pool_map": "import sys\nopen(sys.argv[2], 'w').write('wrong')\n",
    "pandas_chunks_imap": "raise SystemExit('frame lost')\n",
    "pandas_chunks_spawn": "import time\nmuch = bytearray(b'x') * 300_000_000\ntime.sleep(100)\n",
    "pandas_shared_frame": strays + segment + "time.sleep(100)\n",
    "numpy_shared_memory": strays + segment + right,
    "polars_streaming": "pass\n",
}


segment_name = f"hapmill-compare-check-{os.getpid()}-"


def segments():
    """The shared memory that the fake contenders of this check have left."""
    return list(pathlib.Path("/dev/shm").glob(segment_name + "*"))


class Check(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="hapmill-compare-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.work = self.folder / "work"
        self.report = self.folder / "report.json"
        (self.folder / "contenders").mkdir()
        for name, text in fakes.items():
            path = self.folder / "contenders" / f"{name}.py"
            path.write_text(
                text.replace("{hapmill!r}", repr(HAPMILL)).replace("{segment!r}", repr(segment_name))
            )
        # Nothing that a failed test leaves may outlive it.
        self.addCleanup(lambda: [os.kill(pid, signal.SIGKILL) for pid in self.marked()])

    def marked(self):
        return process_tree.marked(str(self.work.resolve()))

    def words(self, *more):
        return [
            sys.executable,
            "-B",
            BENCH / "compare",
            HAPMILL,
            "--small",
            "--input",
            "size-50",
            "--work",
            self.work,
            "--results",
            self.report,
            "--contenders",
            self.folder / "contenders",
            "--no-environment",
            "--no-pictures",
            "--runs",
            "1",
            "--most-memory",
            "0.2",
            *more,
        ]

    def compare(self, *more):
        return subprocess.run(
            self.words(*more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def lines(self):
        return results.read_lines(self.report.with_suffix(".jsonl"))

    def wait_for(self, condition):
        deadline = time.monotonic() + 30
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)


class Outcomes(Check):
    def test_each_contender_has_the_status_of_what_it_did(self):
        names = [word for name in [*fakes, "hapmill_1", "hapmill_all"] for word in ("--only", name)]
        done = self.compare("--most-seconds", "6", *names)
        self.assertEqual(done.returncode, 1, done.stderr)
        found = {one["contender"]: one for one in json.loads(self.report.read_text())["results"]}
        self.assertEqual(
            {name: one["status"] for name, one in found.items()},
            {
                "numba_mmap": "done",
                "pandas_pool_map": "wrong",
                "pandas_chunks_imap": "failed",
                "pandas_chunks_spawn": "stopped",
                "pandas_shared_frame": "stopped",
                "numpy_shared_memory": "done",
                "polars_streaming": "failed",
                "hapmill_1": "done",
                "hapmill_all": "done",
            },
            done.stderr,
        )
        self.assertIn("frame lost", found["pandas_chunks_imap"]["message"])
        self.assertIn("left no output", found["polars_streaming"]["message"])
        self.assertEqual(found["pandas_chunks_spawn"]["message"], "more than 0.2 GB")
        self.assertEqual(found["pandas_shared_frame"]["message"], "more than 6 s")
        self.assertEqual(found["numpy_shared_memory"]["left_behind"], 1)
        self.assertGreater(found["pandas_chunks_spawn"]["memory"]["pss"], 200_000_000)
        self.assertEqual(self.marked(), [])
        self.assertEqual(segments(), [])
        self.assertFalse(self.work.exists())
        self.assertIn("frame lost", self.report.with_suffix(".md").read_text())


class Resume(Check):
    def test_runs_that_are_there_are_not_made_again(self):
        words = ["--only", "hapmill_1", "--only", "numba_mmap"]
        self.assertEqual(self.compare(*words).returncode, 0)
        first = self.lines()
        self.assertEqual(len(first), 4)
        self.assertEqual(self.compare(*words).returncode, 0)
        self.assertEqual(self.lines(), first)
        # One more run of each. After that, all runs of a program that has changed.
        self.assertEqual(self.compare(*words, "--runs", "2").returncode, 0)
        self.assertEqual(len(self.lines()), 6)
        with open(self.folder / "contenders" / "numba_mmap.py", "a", encoding="ascii") as file:
            file.write("# changed\n")
        self.assertEqual(self.compare(*words).returncode, 0)
        self.assertEqual(len(self.lines()), 8)
        self.assertEqual(self.compare(*words, "--again").returncode, 0)
        self.assertEqual(len(self.lines()), 4)

    def test_a_failure_is_tried_again_and_a_run_out_of_time_continues(self):
        words = ["--only", "pandas_chunks_imap", "--only", "hapmill_1"]
        self.assertEqual(self.compare(*words, "--minutes", "0").returncode, 1)
        self.assertEqual(self.lines(), [])
        self.assertEqual(self.compare(*words).returncode, 1)
        (self.folder / "contenders" / "pandas_chunks_imap.py").write_text(
            fakes["numba_mmap"].replace("{hapmill!r}", repr(HAPMILL))
        )
        self.assertEqual(self.compare(*words).returncode, 0)
        statuses = {one["status"] for one in json.loads(self.report.read_text())["results"]}
        self.assertEqual(statuses, {"done"})

    def test_an_incomplete_line_is_forgotten(self):
        path = self.folder / "runs.jsonl"
        path.write_text('{"a": 1}\n{"a"')
        self.assertEqual(results.read_lines(path), [{"a": 1}])
        self.assertEqual(path.read_text(), '{"a": 1}\n')

    def start_sleeper(self):
        process = subprocess.Popen(
            self.words("--only", "pandas_shared_frame"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.stderr.close)
        # The contender, its stray process, and Python's tracker of the segment.
        self.wait_for(lambda: len(self.marked()) == 3)
        return process

    def test_the_next_comparison_ends_what_a_killed_one_left(self):
        process = self.start_sleeper()
        process.kill()
        process.wait()
        self.assertNotEqual(self.marked(), [])
        done = self.compare("--only", "hapmill_1")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("that a killed comparison had left", done.stderr)
        self.assertEqual(self.marked(), [])

    def test_the_contender_ends_with_the_comparison(self):
        process = self.start_sleeper()
        process.terminate()
        self.assertEqual(process.wait(), 143)
        self.assertEqual(self.marked(), [])


class Outputs(unittest.TestCase):
    header = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tx\ty\n"

    def compare(self, ours, theirs):
        with tempfile.TemporaryDirectory() as folder:
            paths = [pathlib.Path(folder) / name for name in ("ours", "theirs")]
            for path, rows in zip(paths, (ours, theirs)):
                lines = (f"1\t{pos}\t.\tA\t{alt}\t.\t.\t.\tGT\t{x}\t{y}\n" for pos, alt, x, y in rows)
                path.write_text(self.header + "".join(lines))
            return vcf_sites.compare(*paths)

    def test_genotypes_are_compared_by_their_alleles(self):
        found = self.compare([(1, "C,T", "1", "2")], [(1, "T,C,N", "2/2", "1/3"), (2, "N", "0", "0")])
        self.assertEqual(
            found,
            {
                "sites": 1,
                "sites_missing": 0,
                "sites_more": 0,
                "genotypes": 2,
                "genotypes_differ": 1,
            },
        )

    def test_sites_in_only_one_file_are_counted(self):
        found = self.compare(
            [(1, "C", "1", "0"), (3, "C", "1", "0")], [(2, "C", "1", "0"), (3, "G", "1", "0")]
        )
        self.assertEqual((found["sites_missing"], found["sites_more"]), (2, 1))

    def test_pages_are_filled_between_their_marks(self):
        report = {
            "results": [],
            "skipped": [],
            "inputs": {},
            "contenders": {"mawk": {"label": "mawk", "what": "one thread", "family": "awk", "kind": "table"}},
        }
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "page.md"
            page.write_text("a\n<!-- comparison who -->\nold\n<!-- end -->\nb\n")
            tables.fill(page, report)
            first = page.read_text()
            tables.fill(page, report)
            self.assertEqual(page.read_text(), first)
        self.assertIn("| `mawk` | mawk | one thread |", first)
        self.assertNotIn("old", first)


if __name__ == "__main__":
    check, HAPMILL = sys.argv[1], str(pathlib.Path(sys.argv[2]).resolve())
    unittest.main(argv=[sys.argv[0], check])
