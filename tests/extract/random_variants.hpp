#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hapmill::test {

/// The texts of a record.
struct VariantLine {
  std::string contig;
  std::uint64_t pos = 0;
  std::string ref;
  std::vector<std::string> alts;       ///< empty for `.`
  std::vector<std::string> genotypes;  ///< as VCF writes them; empty for a record without GT
};

struct VariantCase {
  std::vector<std::string> samples;
  std::vector<VariantLine> lines;
};

/// The options of extract, spelled as on the command line.
struct ExtractWords {
  int ploidy = 2;
  std::string haploid = "error";
  std::string unphased = "error";
  bool variant_only = false;
  std::vector<std::string> samples;  ///< empty for all
};

/// Makes a VCF file with every feature that extract has to handle; some records have faults. The
/// file depends only on the seed.
VariantCase make_random_variants(std::uint64_t seed);
ExtractWords make_random_words(std::uint64_t seed, VariantCase const& variants);

std::string vcf_header(std::vector<std::string> const& samples);
std::string vcf_text(VariantCase const& variants);

/// Returns what extract makes of it with --on-bad-record skip, by slow and obvious code.
struct ExpectedMatrix {
  std::string text;
  std::uint64_t written = 0;
  std::uint64_t non_variant = 0;
  std::uint64_t rejected = 0;
};
ExpectedMatrix expected_matrix(VariantCase const& variants, ExtractWords const& words);

}  // namespace hapmill::test
