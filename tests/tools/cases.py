"""Makes matrices for the checks with other tools, and the VCF records that are expected from them.

The expected records are made from the cells, without the program and without the reference converter,
for the default policies of VCF and sites in the order of the matrix.
"""

import functools
import random
from dataclasses import dataclass, field

FIRST_BASE = dict(zip("RYSWKMBDHV", "ACCAGACAAA"))


@dataclass
class Record:
    chrom: str
    pos: int
    ref: str
    alts: list
    genotypes: list  # a tuple a sample; numbers of alleles, None for a missing one
    phase_set: int

    @property
    def alleles(self):
        return [self.ref, *self.alts]

    @property
    def end(self):
        return self.pos + len(self.ref) - 1

    def bases(self, genotype):
        return tuple(None if number is None else self.alleles[number] for number in genotype)

    def called(self):
        return [number for genotype in self.genotypes for number in genotype if number is not None]

    @property
    def ac(self):
        return [self.called().count(number) for number in range(1, len(self.alleles))]

    @property
    def an(self):
        return len(self.called())

    @property
    def ns(self):
        return sum(any(n is not None for n in genotype) for genotype in self.genotypes)


@dataclass
class Case:
    name: str
    columns: list
    rows: list  # (chrom, pos, ref, cells)
    samples: list  # (name, ordinals of one or two columns)
    options: list = field(default_factory=list)
    lengths: dict = None  # of contigs, for --fai
    through_pipe: bool = False
    half_call: str = "keep"
    with_pairs_file: bool = True

    @property
    def matrix(self):
        lines = ["\t".join(["CHROM", "POS", "REF", *self.columns])]
        lines += ["\t".join([chrom, str(pos), ref, *cells]) for chrom, pos, ref, cells in self.rows]
        return "\n".join(lines) + "\n"

    @property
    def pairs(self):
        lines = ["\t".join([name, *(self.columns[i] for i in columns)]) for name, columns in self.samples]
        return "\n".join(lines) + "\n"

    @property
    def fai(self):
        return "".join(f"{name}\t{length}\t6\t60\t61\n" for name, length in self.lengths.items())

    @property
    def contigs(self):
        return list(dict.fromkeys(row[0] for row in self.rows))

    @functools.cached_property
    def records(self):
        first = {}
        records = []
        for chrom, pos, ref, cells in self.rows:
            first.setdefault(chrom, pos)
            record = make_record(self, chrom, pos, ref, cells, first[chrom])
            if record.alts:
                records.append(record)
        if "--sort" in self.options:
            records.sort(key=lambda record: (self.contigs.index(record.chrom), record.pos))
        return records

    @functools.cached_property
    def has_half_calls(self):
        return any(
            len(genotype) == 2 and (genotype[0] is None) != (genotype[1] is None)
            for record in self.records
            for genotype in record.genotypes
        )

    @property
    def has_haploids(self):
        return any(len(columns) == 1 for _, columns in self.samples)

    @property
    def has_plain_names(self):
        names = self.contigs + [name for name, _ in self.samples]
        return all(name.replace("_", "").isalnum() for name in names)

    @property
    def fits_tbi(self):
        return all(record.end <= 1 << 29 for record in self.records)


def read_cell(text):
    """Returns the allele of a cell, or None."""
    text = text.upper()
    if text == "N" or text in FIRST_BASE:
        return None
    return "*" if text == "-" else text


def make_record(case, chrom, pos, ref, cells, phase_set):
    ref = ref.upper()
    printed = "".join(FIRST_BASE.get(symbol, symbol) for symbol in ref)
    compared = printed if len(ref) == 1 else ref
    counted = sorted({column for _, columns in case.samples for column in columns})
    alleles = [compared]
    for column in counted:
        allele = read_cell(cells[column])
        if allele is not None and allele not in alleles:
            alleles.append(allele)
    genotypes = []
    for _, columns in case.samples:
        found = [read_cell(cells[column]) for column in columns]
        numbers = tuple(None if allele is None else alleles.index(allele) for allele in found)
        if case.half_call == "missing" and None in numbers:
            numbers = (None,) * len(numbers)
        genotypes.append(numbers)
    return Record(chrom, pos, printed, alleles[1:], genotypes, phase_set)


def pairs_of(count):
    columns = [f"s{i}{half}" for i in range(count) for half in "ab"]
    samples = [(f"s{i}as{i}b", (2 * i, 2 * i + 1)) for i in range(count)]
    return columns, samples


def haploids_of(count):
    return [f"k{i}" for i in range(count)], [(f"k{i}", (i,)) for i in range(count)]


def make_rows(seed, width, contigs, row_count, missing=0.0, star=0.0, half_calls=True, step=300):
    """Makes rows with two or three alleles, ascending in each contig, some at the same POS, some with
    REF only. Without half-calls both columns of a pair are missing together."""
    rng = random.Random(seed)
    rows = []
    for contig in contigs:
        pos = 0
        for _ in range(row_count):
            pos += rng.choice([0, 1, rng.randint(1, step)]) if pos else rng.randint(1, step)
            ref, *alternates = rng.sample("ACGT", rng.choice([2, 2, 2, 3]))
            if rng.random() < 0.1:
                alternates = [ref]
            if rng.random() < star:
                alternates.append("-")
            cells = [rng.choice([ref, *alternates]) for _ in range(width)]
            for column in range(0, width, 1 if half_calls else 2):
                if rng.random() < missing:
                    size = 1 if half_calls else min(2, width - column)
                    cells[column : column + size] = [rng.choice(["N", "N", "R", "n"])] * size
            rows.append((contig, pos, ref, cells))
    return rows


def long_alleles(seed, count, longest):
    rng = random.Random(seed)
    alleles = []
    while len(alleles) < count:
        allele = "".join(rng.choice("ACGT") for _ in range(rng.randint(1, longest)))
        if allele not in alleles:
            alleles.append(allele)
    return alleles


def many_alternates():
    columns, samples = pairs_of(80)
    rng = random.Random(7)
    rows = []
    # Numbers at which text needs one more digit, or BCF one more byte.
    for i, count in enumerate([1, 2, 9, 10, 11, 61, 62, 63, 64, 100, 130, 150]):
        ref, *alternates = long_alleles(i, count + 1, 9)
        cells = alternates + [rng.choice([ref, *alternates]) for _ in range(160 - count)]
        rng.shuffle(cells)
        rows.append(("chr1", 100 + 20 * i, ref, cells))
    return Case("many_alternates", columns, rows, samples)


def long_alleles_case():
    columns, samples = pairs_of(2)
    rows = [
        ("chr1", 10, "ACG", ["ACG", "A", "ACGT", "AC"]),
        ("chr1", 11, "R", ["A", "r", "G", "A"]),
        ("chr1", 12, "y", ["C", "T", "N", "N"]),
        ("chr1", 13, "aRc", ["ARC", "G", "arc", "T"]),
        ("chr1", 14, "G", ["G", "T" * 300, "G", "-"]),
        ("chr1", 20, "C" * 500, ["C" * 500, "C", "-", "C" * 500]),
        ("chr1", 600, "N", ["A", "A", "C", "N"]),
        ("chr1", 601, "t", ["a", "T", "c", "t"]),
    ]
    return Case("long_alleles", columns, rows, samples)


def mixed():
    columns, _ = haploids_of(9)
    samples = [
        ("pair", (0, 1)),
        ("alone", (2,)),
        ("turned", (1, 0)),
        ("self", (3, 3)),
        ("last", (8,)),
        ("again", (2, 4)),
    ]
    rows = make_rows(3, 9, ["chr1", "chr5"], 80, missing=0.1, star=0.2)
    return Case("mixed", columns, rows, samples)


def shuffled(rows):
    return random.Random(12).sample(rows, len(rows))


@functools.cache
def all_cases():
    three = ["chr1", "chr2", "chr5"]
    columns, samples = pairs_of(12)
    haploid_columns, haploid_samples = haploids_of(15)
    wide_columns, wide_samples = pairs_of(60)
    few_columns, few_samples = pairs_of(3)
    plain = make_rows(1, 24, three, 100)
    far = [
        (contig, pos, "A", cells)
        for contig in ["chr1", "chr2"]
        for pos, cells in [
            (1, list("ATAAAA")),
            (16384, list("TTAAAA")),
            (16385, list("TATAAA")),
            (536870911, list("ATATAT")),
            (536870912, list("AATAAA")),
            (536870913, list("AAAAAT")),
            (2147483646, list("TTTTTT")),
        ]
    ]
    odd = ["HLA:A*01:01", "c;d=1", "1", "chr-7", "x|y", "NC_1.2"]
    return [
        Case("pairs", columns, plain, sorted(samples), with_pairs_file=False),
        Case(
            "haploids",
            haploid_columns,
            make_rows(2, 15, three, 60, missing=0.05),
            haploid_samples,
            ["--pairs", "none"],
            with_pairs_file=False,
        ),
        mixed(),
        Case("missing", columns, make_rows(4, 24, three, 60, missing=0.3, half_calls=False), samples),
        Case("half_calls", columns, make_rows(5, 24, three, 60, missing=0.2, star=0.1), samples),
        Case(
            "half_calls_missing",
            columns,
            make_rows(5, 24, three, 60, missing=0.2),
            samples,
            ["--half-call", "missing"],
            half_call="missing",
        ),
        Case("stars", columns, make_rows(6, 24, three, 60, star=0.5), samples),
        many_alternates(),
        long_alleles_case(),
        Case("phase_sets", columns, plain, samples, ["--ps"]),
        Case(
            "lengths",
            columns,
            plain,
            samples,
            lengths={"chr2": 60000, "chr1": 50000, "chr5": 50000, "chr6": 9},
        ),
        Case(
            "many_contigs",
            few_columns,
            make_rows(8, 6, [f"scaffold_{i}" for i in range(1200)], 2),
            few_samples,
        ),
        Case("many_blocks", wide_columns, make_rows(9, 120, ["chr1", "chr2"], 1500), wide_samples),
        Case("far", few_columns, far, few_samples),
        Case(
            "odd_names",
            few_columns,
            make_rows(10, 6, odd, 30),
            [("plate 7", (0, 1)), ("Zürich", (2, 3)), ("a:b|c", (4, 5))],
        ),
        Case(
            "sorted",
            wide_columns,
            shuffled(make_rows(11, 120, ["chr1", "chr2"], 700)),
            wide_samples,
            ["--ps", "--sort"],
        ),
        Case("pipe", columns, plain, samples, ["--contigs", ",".join(three)], through_pipe=True),
    ]
