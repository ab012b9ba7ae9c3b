#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hapmill::test {

/// A record as text.
struct VariantLine {
  std::string contig;
  std::uint64_t pos = 0;
  std::string ref;
  std::vector<std::string> alts;       ///< none: `.`
  std::vector<std::string> genotypes;  ///< as VCF writes them; none: no GT
};

struct VariantCase {
  std::vector<std::string> samples;
  std::vector<VariantLine> lines;
};

/// What to extract, in the words of the options.
struct ExtractWords {
  int ploidy = 2;
  std::string haploid = "error";
  std::string unphased = "error";
  bool variant_only = false;
  std::vector<std::string> samples;  ///< none: all
};

/// A VCF file of any shape that extract has to know: some records do not fit a matrix. The same for
/// the same seed.
VariantCase make_random_variants(std::uint64_t seed);
ExtractWords make_random_words(std::uint64_t seed, VariantCase const& variants);

std::string vcf_header(std::vector<std::string> const& samples);
std::string vcf_text(VariantCase const& variants);

/// What extract makes of it with --on-bad-record skip, by slow and obvious means.
struct ExpectedMatrix {
  std::string text;
  std::uint64_t written = 0;
  std::uint64_t non_variant = 0;
  std::uint64_t rejected = 0;
};
ExpectedMatrix expected_matrix(VariantCase const& variants, ExtractWords const& words);

}  // namespace hapmill::test
