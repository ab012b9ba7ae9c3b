#!/usr/bin/env python3
"""check.py CHECK HAPMILL: reads hapmill's VCF and BCF with another tool.

CHECK is a class below. A tool that is not installed makes the check fail with its name.
"""

import functools
import gzip
import pathlib
import random
import sys
import tempfile
import unittest

from cases import all_cases
from genotypes import make_vcf
from program import Conversions, need, need_module, run

HAPMILL = ""
LAST_POSITION = 2147483647
KINDS = ["v", "z", "u", "b"]
BGZF_END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")


def without_meta(text):
    return [line for line in text.splitlines() if not line.startswith("#")]


def genotype_text(alleles):
    return "|".join("." if allele is None else str(allele) for allele in alleles)


def on_each_case(test):
    """Runs a test for every case, with its outputs."""

    @functools.wraps(test)
    def run_all(self):
        for case in all_cases():
            with self.subTest(case=case.name):
                test(self, case, Conversions(HAPMILL, case, self.folder))

    return run_all


def on_each_kind(*kinds):
    """Runs a test for every case and these kinds of output."""

    def make_test(test):
        @functools.wraps(test)
        def run_all(self):
            for case in all_cases():
                for kind in kinds:
                    with self.subTest(case=case.name, kind=kind):
                        test(self, case, Conversions(HAPMILL, case, self.folder), kind)

        return run_all

    return make_test


class Check(unittest.TestCase):
    tools = []

    def setUp(self):
        need(*self.tools)
        folder = tempfile.TemporaryDirectory(prefix="hapmill-tools-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.maxDiff = 4000


class Matrix(Check):
    """Compares the text of the records with what cases.py makes from the matrix. Needs no tool."""

    @on_each_case
    def test_vcf_has_the_records_of_the_matrix(self, case, outputs):
        has_ps = "--ps" in case.options
        expected = []
        for record in case.records:
            ac = ",".join(map(str, record.ac))
            fields = [
                record.chrom,
                record.pos,
                ".",
                record.ref,
                ",".join(record.alts),
                ".",
                "PASS",
                f"AC={ac};AN={record.an};NS={record.ns}",
                "GT:PS" if has_ps else "GT",
            ]
            for genotype in record.genotypes:
                gt = genotype_text(genotype)
                fields.append(f"{gt}:{record.phase_set}" if has_ps else gt)
            expected.append("\t".join(map(str, fields)))
        self.assertEqual(outputs.lines(), expected)

    @on_each_case
    def test_header_has_the_samples_and_contigs(self, case, outputs):
        header = [line for line in outputs.text().splitlines() if line.startswith("#")]
        self.assertEqual(header[0], "##fileformat=VCFv4.2")
        self.assertEqual(header[-1].split("\t")[9:], [name for name, _ in case.samples])
        for contig in case.contigs:
            length = "" if case.lengths is None else f",length={case.lengths[contig]}"
            self.assertIn(f"##contig=<ID={contig}{length}>", header)


class Bgzf(Check):
    """Reads BGZF with Python's gzip module. Needs no other tool."""

    @on_each_case
    def test_blocks_hold_the_text_and_end_with_the_empty_one(self, case, outputs):
        compressed = outputs.path("z").read_bytes()
        self.assertTrue(compressed.endswith(BGZF_END))
        self.assertEqual(gzip.decompress(compressed).decode(), outputs.text())
        self.assertTrue(outputs.path("b").read_bytes().endswith(BGZF_END))

    @on_each_case
    def test_every_level_has_the_same_text(self, _, outputs):
        for level in [1, 9]:
            path = outputs.convert("z", "none", f"level{level}", "--compression-level", level)
            self.assertEqual(gzip.decompress(path.read_bytes()).decode(), outputs.text())

    @on_each_kind("z", "b")
    def test_bytes_and_index_do_not_depend_on_threads_and_chunks(self, _, outputs, kind):
        one = outputs.convert(kind, "csi", "one", "--threads", 1)
        more = outputs.convert(kind, "csi", "more", "--threads", 3, "--chunk-size", "1K")
        self.assertEqual(one.read_bytes(), more.read_bytes())
        self.assertEqual(index_of(one).read_bytes(), index_of(more).read_bytes())


class Bgzip(Check):
    tools = ["bgzip"]

    @on_each_case
    def test_file_is_sound(self, _, outputs):
        run("bgzip", "--test", outputs.path("z"))
        text = run("bgzip", "-dc", outputs.path("z")).decode()
        self.assertEqual(text, outputs.text())


class BcftoolsView(Check):
    tools = ["bcftools"]

    @on_each_kind(*KINDS)
    def test_every_output_reads_as_our_text(self, _, outputs, kind):
        text = run("bcftools", "view", "--no-version", outputs.path(kind)).decode()
        self.assertEqual(text, outputs.text())

    @on_each_case
    def test_its_site_filters_keep_the_same_sites(self, _, outputs):
        for options in [["-m", 3], ["-M", 2], ["-m", 2, "-M", 3, "-c", 4], ["-c", 12]]:
            ours = outputs.convert("v", "none", "filtered", *options)
            theirs = run("bcftools", "view", "-H", *options, outputs.path("v")).decode()
            with self.subTest(options=options):
                self.assertEqual(without_meta(ours.read_text(encoding="utf-8")), theirs.splitlines())

    @on_each_case
    def test_its_choice_of_samples_gives_the_same_records(self, case, outputs):
        names = [name for name, _ in case.samples]
        chosen = [names[-1], *names[1:-1:2]]
        everywhere = ["--alt-from", "all"]
        whole = outputs.convert("v", "none", "whole", *everywhere)
        for letter, list_of_names in [
            ("-s", ",".join(chosen)),
            ("-s", "^" + ",".join(chosen)),
            ("-S", "^names.txt"),
        ]:
            if letter == "-S":
                (self.folder / "names.txt").write_text("\n".join(chosen), encoding="utf-8")
                list_of_names = f"^{self.folder}/names.txt"
            if len(names) == len(chosen) and list_of_names.startswith("^"):
                continue
            ours = outputs.convert("v", "none", "chosen", *everywhere, letter, list_of_names)
            theirs = run("bcftools", "view", letter, list_of_names, whole).decode()
            with self.subTest(letter=letter, names=list_of_names):
                self.assertEqual(
                    self.without_info(ours.read_text(encoding="utf-8")), self.without_info(theirs)
                )

    def without_info(self, text):
        """Removes INFO, because bcftools does not update NS."""
        lines = [line.split("\t") for line in text.splitlines() if not line.startswith("##")]
        return [fields[:7] + fields[8:] for fields in lines]


class BcftoolsQuery(Check):
    tools = ["bcftools"]

    @on_each_kind(*KINDS)
    def test_genotypes_are_those_of_the_matrix(self, case, outputs, kind):
        # bcftools 1.16 cannot print the letters of genotypes that take two bytes.
        most = 62
        text = run(
            "bcftools",
            "query",
            "-i",
            f"N_ALT<={most}",
            "-f",
            "%CHROM\\t%POS\\t%REF\\t%ALT[\\t%TGT]\\n",
            outputs.path(kind),
        ).decode()
        expected = []
        for record in case.records:
            if len(record.alts) > most:
                continue
            genotypes = [genotype_text(record.bases(gt)) for gt in record.genotypes]
            expected.append(
                "\t".join([record.chrom, str(record.pos), record.ref, ",".join(record.alts), *genotypes])
            )
        self.assertEqual(text.splitlines(), expected)

    @on_each_kind("z", "b")
    def test_counts_are_those_of_the_matrix(self, case, outputs, kind):
        text = run(
            "bcftools", "query", "-f", "%INFO/AC\\t%INFO/AN\\t%INFO/NS\\n", outputs.path(kind)
        ).decode()
        expected = [f"{','.join(map(str, r.ac))}\t{r.an}\t{r.ns}" for r in case.records]
        self.assertEqual(text.splitlines(), expected)

    @on_each_kind("z", "b")
    def test_phase_sets_are_the_first_positions(self, case, outputs, kind):
        if "--ps" not in case.options:
            return
        text = run("bcftools", "query", "-f", "[%PS,]\\n", outputs.path(kind)).decode()
        self.assertEqual(
            text.splitlines(), [f"{record.phase_set}," * len(case.samples) for record in case.records]
        )


class BcftoolsRoundTrip(Check):
    """Turns VCF into rows of genotypes with `bcftools query` and back with hapmill."""

    tools = ["bcftools"]
    columns = "%CHROM\\t%POS\\t%REF[\\t%TGT]\\n"

    def test_genotypes_come_back(self):
        for seed in range(6):
            original = self.folder / "original.vcf"
            original.write_text(make_vcf(seed, 1 + 7 * seed, 40), encoding="utf-8")
            rows = run("bcftools", "query", "-f", self.columns, original)
            for header in [[], ["-H"]]:
                rows_file = self.folder / "rows.txt"
                rows_file.write_bytes(run("bcftools", "query", *header, "-f", self.columns, original))
                for suffix in [".vcf", ".vcf.gz", ".bcf"]:
                    back = self.folder / f"back{suffix}"
                    run(HAPMILL, "convert", "-q", "--input-format", "diploid", "-o", back, rows_file)
                    with self.subTest(seed=seed, header=header, suffix=suffix):
                        found = run("bcftools", "query", "-f", self.columns, back)
                        self.assertEqual(found.decode(), rows.decode())
                        if header:
                            names = run("bcftools", "query", "-l", back)
                            self.assertEqual(names, run("bcftools", "query", "-l", original))


class BcftoolsStats(Check):
    tools = ["bcftools"]

    @on_each_kind("z", "b")
    def test_numbers_are_those_of_the_matrix(self, case, outputs, kind):
        text = run("bcftools", "stats", outputs.path(kind)).decode()
        numbers = dict(line.split("\t")[2:4] for line in text.splitlines() if line.startswith("SN\t"))
        self.assertEqual(int(numbers["number of samples:"]), len(case.samples))
        self.assertEqual(int(numbers["number of records:"]), len(case.records))
        multiallelic = sum(len(record.alts) > 1 for record in case.records)
        self.assertEqual(int(numbers["number of multiallelic sites:"]), multiallelic)


class BcftoolsIndex(Check):
    tools = ["bcftools"]

    @on_each_kind("z", "b")
    def test_it_can_index_our_files(self, _, outputs, kind):
        index = self.folder / "of-bcftools.csi"
        run("bcftools", "index", "--force", "--csi", "-o", index, outputs.path(kind))

    @on_each_case
    def test_our_indexes_count_the_records(self, case, outputs):
        counts = {}
        for record in case.records:
            counts[record.chrom] = counts.get(record.chrom, 0) + 1
        for path in indexed_outputs(case, outputs):
            with self.subTest(case=case.name, file=path.name):
                text = run("bcftools", "index", "--stats", path).decode()
                found = {
                    fields[0]: int(fields[2]) for fields in (line.split("\t") for line in text.splitlines())
                }
                self.assertEqual({name: count for name, count in found.items() if count}, counts)
                # For BCF it warns that a CSI has no names.
                total = int(run("bcftools", "index", "--nrecords", path, quiet=False))
                self.assertEqual(total, len(case.records))


def indexed_outputs(case, outputs):
    paths = [outputs.path("z", "csi"), outputs.path("b", "csi")]
    if case.fits_tbi:
        paths.append(outputs.path("z", "tbi"))
    for path in paths:
        assert index_of(path).exists(), f"no index beside {path.name}"
    return paths


def index_of(path):
    return path.with_name(path.name + (".tbi" if ".tbi." in path.name else ".csi"))


def make_regions(case, record_count):
    """Returns regions around records, across bin boundaries, and whole contigs."""
    rng = random.Random(11)
    regions = [(contig, 1, LAST_POSITION) for contig in case.contigs[:3]]
    for record in rng.sample(case.records, min(record_count, len(case.records))):
        regions.append((record.chrom, record.pos, record.pos))
        regions.append((record.chrom, record.end, record.end + rng.randint(0, 5000)))
        regions.append((record.chrom, max(1, record.pos - rng.randint(1, 5000)), record.pos))
        regions.append((record.chrom, record.end + 1, record.end + 1))
    regions.append((case.contigs[-1], 16384, 16385))
    return [(contig, begin, min(end, LAST_POSITION)) for contig, begin, end in regions]


class Regions(Check):
    """Compares searches by the index with a linear scan."""

    tools = ["bcftools", "tabix"]

    def lines_in(self, case, outputs, region):
        contig, begin, end = region
        return [
            line
            for line, record in zip(outputs.lines(), case.records)
            if record.chrom == contig and record.pos <= end and record.end >= begin
        ]

    @on_each_case
    def test_bcftools_finds_what_a_scan_finds(self, case, outputs):
        for path in indexed_outputs(case, outputs):
            for region in make_regions(case, 3):
                # In a file, because the name of a contig may have the separator of a region in it.
                regions = self.folder / "regions.txt"
                regions.write_text("\t".join(map(str, region)) + "\n", encoding="utf-8")
                text = run("bcftools", "view", "-H", "-R", regions, path).decode()
                with self.subTest(case=case.name, file=path.name, region=region):
                    self.assertEqual(text.splitlines(), self.lines_in(case, outputs, region))

    @on_each_case
    def test_tabix_finds_what_a_scan_finds(self, case, outputs):
        for path in indexed_outputs(case, outputs):
            if path.name.endswith(".bcf"):
                continue
            names = run("tabix", "--list-chroms", path).decode().splitlines()
            self.assertEqual([name for name in names if name in case.contigs], [name for name in names])
            if not case.has_plain_names:
                continue
            for contig, begin, end in make_regions(case, 3):
                text = run("tabix", path, f"{contig}:{begin}-{end}").decode()
                with self.subTest(case=case.name, file=path.name, region=(contig, begin, end)):
                    self.assertEqual(text.splitlines(), self.lines_in(case, outputs, (contig, begin, end)))


class Plink2(Check):
    tools = ["plink2"]

    def make_pgen(self, case, path):
        kind = "--bcf" if path.name.endswith(".bcf") else "--vcf"
        half_calls = ["--vcf-half-call", "missing"] if case.has_half_calls else []
        prefix = self.folder / "pgen"
        run("plink2", kind, path, *half_calls, "--allow-extra-chr", "--make-pgen", "--out", prefix)
        return prefix

    @on_each_kind("v", "z", "b")
    def test_it_imports_every_genotype(self, case, outputs, kind):
        if not case.has_plain_names:
            return
        prefix = self.make_pgen(case, outputs.path(kind))
        run(
            "plink2",
            "--pfile",
            prefix,
            "--allow-extra-chr",
            "--output-chr",
            "chrM",
            "--export",
            "vcf",
            "--out",
            prefix,
        )
        lines = without_meta(prefix.with_suffix(".vcf").read_text(encoding="utf-8"))
        self.assertEqual(len(lines), len(case.records))
        for line, record in zip(lines, case.records):
            fields = line.split("\t")
            self.assertEqual((fields[0], int(fields[1])), (record.chrom, record.pos))
            self.assertEqual([fields[3], *fields[4].split(",")], record.alleles)
            found = [self.ordered(gt.split(":")[0]) for gt in fields[9:]]
            self.assertEqual(found, [self.imported(genotype) for genotype in record.genotypes])

    def ordered(self, gt):
        """Writes `|` between equal alleles, whose order has no meaning."""
        left, right = gt.replace("|", "/").split("/")
        return f"{left}|{right}" if left == right else gt

    def imported(self, genotype):
        """Returns the genotype that the tool imports: a haploid as a pair, a half-call as missing."""
        return ".|." if None in genotype else f"{genotype[0]}|{genotype[-1]}"

    @on_each_case
    def test_half_calls_need_the_flag(self, case, outputs):
        if not case.has_half_calls or not case.has_plain_names:
            return
        with self.assertRaisesRegex(AssertionError, "half-call"):
            run(
                "plink2",
                "--vcf",
                outputs.path("z"),
                "--allow-extra-chr",
                "--make-pgen",
                "--out",
                self.folder / "refused",
            )


class Vcftools(Check):
    tools = ["vcftools"]
    # The tool omits genotypes of two bytes and truncates the name of a contig at `=`.
    no_bcf = ["many_alternates", "odd_names"]

    @on_each_kind("v", "z", "b")
    def test_frequencies_are_those_of_the_matrix(self, case, outputs, kind):
        if kind == "b" and case.name in self.no_bcf:
            return
        option = {"v": "--vcf", "z": "--gzvcf", "b": "--bcf"}[kind]
        prefix = self.folder / "counts"
        run("vcftools", option, outputs.path(kind), "--counts", "--out", prefix, quiet=False)
        lines = prefix.with_suffix(".frq.count").read_text(encoding="utf-8").splitlines()[1:]
        expected = []
        for record in case.records:
            counts = [record.an - sum(record.ac), *record.ac]
            alleles = [f"{a}:{count}" for a, count in zip(record.alleles, counts)]
            expected.append(
                "\t".join([record.chrom, str(record.pos), str(len(alleles)), str(record.an), *alleles])
            )
        self.assertEqual(lines, expected)


class Pysam(Check):
    @on_each_kind(*KINDS)
    def test_every_record_is_that_of_the_matrix(self, case, outputs, kind):
        pysam = need_module("pysam")
        with pysam.VariantFile(str(outputs.path(kind))) as file:
            self.assertEqual(list(file.header.samples), [name for name, _ in case.samples])
            self.expect_records(list(file), case.records)

    def expect_records(self, found, expected):
        self.assertEqual(len(found), len(expected))
        for record, wanted in zip(found, expected):
            self.assertEqual((record.chrom, record.pos), (wanted.chrom, wanted.pos))
            self.assertEqual(list(record.alleles), wanted.alleles)
            self.assertEqual(list(record.filter), ["PASS"])
            for sample, genotype in zip(record.samples.values(), wanted.genotypes):
                self.assertEqual(sample.allele_indices, genotype)
                self.assertTrue(sample.phased or len(genotype) == 1)

    @on_each_case
    def test_fetch_finds_what_a_scan_finds(self, case, outputs):
        pysam = need_module("pysam")
        for path in indexed_outputs(case, outputs):
            with pysam.VariantFile(str(path)) as file:
                for contig, begin, end in make_regions(case, 30):
                    found = list(file.fetch(contig, begin - 1, end))
                    self.expect_records(
                        found,
                        [
                            record
                            for record in case.records
                            if record.chrom == contig and record.pos <= end and record.end >= begin
                        ],
                    )


class Cyvcf2(Check):
    @on_each_kind(*KINDS)
    def test_every_record_is_that_of_the_matrix(self, case, outputs, kind):
        cyvcf2 = need_module("cyvcf2")
        reader = cyvcf2.VCF(str(outputs.path(kind)))
        self.assertEqual(reader.samples, [name for name, _ in case.samples])
        records = list(zip(reader, case.records, strict=True))
        for record, wanted in records:
            self.assertEqual((record.CHROM, record.POS), (wanted.chrom, wanted.pos))
            self.assertEqual([record.REF, *record.ALT], wanted.alleles)
            for found, genotype in zip(record.genotypes, wanted.genotypes):
                numbers = [-1 if number is None else number for number in genotype]
                self.assertEqual(found[:-1], numbers)
        reader.close()


def main():
    global HAPMILL
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    name, HAPMILL = sys.argv[1:]
    suite = unittest.defaultTestLoader.loadTestsFromName(f"__main__.{name}")
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    if not result.wasSuccessful():
        sys.exit(1)
    if result.skipped:
        sys.exit("a tool is missing: ./dev setup installs them")


if __name__ == "__main__":
    main()
