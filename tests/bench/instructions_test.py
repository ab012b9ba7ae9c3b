"""Tests `bench/run instructions`: what it says of figures, and that it fails if they grow.

python3 instructions_test.py HAPMILL
"""

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

bench = Path(__file__).resolve().parents[2] / "bench"
sys.path.insert(0, str(bench))
from parts import instructions  # noqa: E402

hapmill = Path(sys.argv.pop(1) if len(sys.argv) > 1 else "hapmill")


def figure(value, matrix="m"):
    return {"instructions_per_byte": value, "matrix_sha256": matrix}


class Comparison(unittest.TestCase):
    def compare(self, now, before):
        rows, faults, advice = instructions.compare({"case": now}, {"case": before})
        self.assertEqual(len(rows), 1)
        return len(faults), len(advice)

    def test_more_than_five_percent_more_is_a_fault(self):
        self.assertEqual(self.compare(figure(2.099), figure(2.0)), (0, 0))
        self.assertEqual(self.compare(figure(2.101), figure(2.0)), (1, 0))

    def test_more_than_five_percent_less_asks_for_an_update(self):
        self.assertEqual(self.compare(figure(1.901), figure(2.0)), (0, 0))
        self.assertEqual(self.compare(figure(1.899), figure(2.0)), (0, 1))

    def test_another_matrix_cannot_be_compared(self):
        self.assertEqual(self.compare(figure(2.0, "other"), figure(2.0)), (1, 0))

    def test_a_case_without_a_figure_is_a_fault(self):
        _, faults, _ = instructions.compare({"case": figure(2.0)}, {})
        self.assertEqual(len(faults), 1)

    def test_each_case_has_a_committed_figure(self):
        committed = json.loads((bench / "instructions.json").read_text())
        self.assertEqual(list(committed["cases"]), list(instructions.cases))


@unittest.skipIf(instructions.why_not_here(), "the figures are of AVX2 on x86-64")
@unittest.skipUnless(shutil.which("valgrind"), "valgrind is not installed")
class Guard(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.figures = Path(folder.name) / "figures.json"

    def run_guard(self, *options):
        return subprocess.run(
            [
                bench / "run",
                "instructions",
                "--program",
                hapmill,
                "--figures",
                self.figures,
                "--only",
                "narrow",
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def doctor(self, factor):
        figures = json.loads(self.figures.read_text())
        figures["cases"]["narrow"]["instructions_per_byte"] *= factor
        self.figures.write_text(json.dumps(figures))

    def test_fails_if_a_program_takes_more_than_its_figure(self):
        self.assertEqual(self.run_guard().returncode, 1)  # no figures yet
        self.assertEqual(self.run_guard("--update").returncode, 0)
        ended = self.run_guard()
        self.assertEqual(ended.returncode, 0, ended.stdout)
        self.assertIn("+0.0", ended.stdout)
        self.doctor(0.9)
        ended = self.run_guard()
        self.assertEqual(ended.returncode, 1, ended.stdout)
        self.assertIn("narrow takes 11.1 % more instructions", ended.stdout)

    def test_judges_only_figures_of_the_same_tools(self):
        self.run_guard("--update")
        self.doctor(0.5)
        self.figures.write_text(self.figures.read_text().replace("valgrind-", "valgrind-0"))
        ended = self.run_guard()
        self.assertEqual(ended.returncode, 0, ended.stdout)
        self.assertIn("not judged", ended.stdout)


if __name__ == "__main__":
    unittest.main()
