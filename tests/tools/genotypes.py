"""Makes VCF with genotypes of every kind, for a conversion with `bcftools query` and back."""

import random


def make_genotype(rng, allele_count):
    """Makes a genotype: phased, unphased, haploid, or with missing alleles."""

    def allele():
        return "." if rng.random() < 0.1 else str(rng.randrange(allele_count))

    if rng.random() < 0.2:
        return allele()
    return allele() + rng.choice("|/") + allele()


def make_vcf(seed, sample_count, record_count):
    """Makes VCF in which each record has an allele other than REF, because others are not written."""
    rng = random.Random(seed)
    names = [f"x {k}:y" if k % 5 == 0 else f"s{k}" for k in range(sample_count)]
    lines = [
        "##fileformat=VCFv4.2",
        "##contig=<ID=1>",
        "##contig=<ID=chrUn_2>",
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
        "\t".join("#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT".split() + names),
    ]
    for contig in ["1", "chrUn_2"]:
        pos = 0
        for _ in range(record_count):
            pos += rng.randint(1, 999)
            alleles = rng.sample(["A", "C", "G", "T", "AC", "GTTA", "*"], rng.randint(2, 5))
            if alleles[0] == "*":
                alleles[0] = "CA"
            genotypes = [make_genotype(rng, len(alleles)) for _ in names]
            genotypes[rng.randrange(sample_count)] = "0|1"
            lines.append(
                "\t".join(
                    [
                        contig,
                        str(pos),
                        ".",
                        alleles[0],
                        ",".join(alleles[1:]),
                        ".",
                        ".",
                        ".",
                        "GT",
                        *genotypes,
                    ]
                )
            )
    return "\n".join(lines) + "\n"
