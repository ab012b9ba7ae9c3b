#pragma once

#include "reference/options.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hapmill::test {

/// A matrix with the options to convert it by. The texts of the header, column-names and pairs
/// files are in the options.
struct RandomCase {
  std::uint64_t seed = 0;
  std::string matrix;
  reference::Options options;
  bool sort = false;            ///< --sort, of which the reference knows nothing: see sort_sites()
  bool spell_defaults = false;  ///< give options on the command line that stand at their default
};

/// The same case for the same seed on every machine. Many cases are nearly clean; some are refused,
/// by their options or by a bad row.
RandomCase make_random_case(std::uint64_t seed);

/// The same for VCF: most rows have a form there, with every kind of allele that makes it hard.
RandomCase make_random_vcf_case(std::uint64_t seed);

/// Either of these with the columns in another layout, and qualities and skipped columns among
/// them.
RandomCase make_random_layout_case(std::uint64_t seed);

/// Genotypes instead of haplotypes, `--input-format diploid` or `hapmap`: for the table or for VCF.
RandomCase make_random_diploid_case(std::uint64_t seed);
RandomCase make_random_hapmap_case(std::uint64_t seed);

/// The options of `hapmill convert` for the case, each as `--name=value`, save where the matrix is:
/// a case with `options.stream` must be piped in. Writes the files that they name into `folder`.
std::vector<std::string> command_line_options(RandomCase const& random_case,
                                              std::filesystem::path const& folder);

}  // namespace hapmill::test
