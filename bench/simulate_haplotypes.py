"""Simulates a realistic matrix with msprime.

    simulate_haplotypes.py --samples N --length BASES --non-variant SHARE --seed S OUT

The simulation is a coalescent with recombination: one population of 10,000 diploids, with the
recombination rate (1e-8) and the mutation rate (1.25e-8) of humans, per base and generation. Sites
have two or more alleles. Between them are rows in which no column differs from REF. `bench/run vcf`
and bench/compare run this program in an environment that has msprime.
"""

import argparse

import msprime
import numpy

POPULATION_SIZE = 10_000
RECOMBINATION_RATE = 1e-8
MUTATION_RATE = 1.25e-8
BASES = numpy.frombuffer(b"ACGT", dtype=numpy.uint8)


def simulate(options):
    trees = msprime.sim_ancestry(
        samples=options.samples,
        population_size=POPULATION_SIZE,
        recombination_rate=RECOMBINATION_RATE,
        sequence_length=options.length,
        random_seed=options.seed,
    )
    return msprime.sim_mutations(trees, rate=MUTATION_RATE, random_seed=options.seed)


def rows_of(trees, share, rng):
    """The rows in ascending order: position from 1, REF, and the bytes of the cells."""
    columns = 2 * trees.num_individuals
    between = share / (1 - share)
    last = 0
    for variant in trees.variants():
        pos = int(variant.site.position) + 1
        count = min(rng.poisson(between), pos - last - 1)
        if count > 0:
            for other in sorted(rng.choice(numpy.arange(last + 1, pos), count, replace=False)):
                base = BASES[rng.integers(4)]
                yield int(other), base, numpy.full(columns, base)
        alleles = numpy.array([ord(allele) for allele in variant.alleles], dtype=numpy.uint8)
        yield pos, alleles[0], alleles[variant.genotypes]
        last = pos


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=500)
    parser.add_argument("--length", type=float, default=20e6)
    parser.add_argument("--non-variant", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("out")
    options = parser.parse_args()

    trees = simulate(options)
    rng = numpy.random.default_rng(options.seed)
    names = [f"i{i}{half}" for i in range(trees.num_individuals) for half in "ab"]
    cells = numpy.full(2 * len(names), ord("\t"), dtype=numpy.uint8)
    rows = variants = 0
    with open(options.out, "wb") as out:
        out.write("\t".join(["CHROM", "POS", "REF", *names]).encode() + b"\n")
        for pos, ref, alleles in rows_of(trees, options.non_variant, rng):
            cells[1::2] = alleles
            out.write(b"1\t%d\t%c" % (pos, ref) + cells.tobytes() + b"\n")
            rows += 1
            variants += bool((alleles != ref).any())
    print(f"{rows} rows, {variants} variant sites, {len(names)} columns")


if __name__ == "__main__":
    main()
