#pragma once

#include "reference/options.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hapmill::test {

/// A matrix and the options to convert it with. The texts of the header, column-names and pairs
/// files are in the options.
struct RandomCase {
  std::uint64_t seed = 0;
  std::string matrix;
  reference::Options options;
  bool sort = false;            ///< --sort, which the reference does not have: see sort_sites()
  bool spell_defaults = false;  ///< also write options that have their default value
};

/// Makes the case of a seed, which is the same on every machine. Many cases have few faults; some
/// are refused because of their options or a bad row.
RandomCase make_random_case(std::uint64_t seed);

/// Makes a case for VCF, which can express most of its rows. It has alleles of every difficult
/// kind.
RandomCase make_random_vcf_case(std::uint64_t seed);

/// Makes one of these cases with columns in another layout, among them qualities and skipped
/// columns.
RandomCase make_random_layout_case(std::uint64_t seed);

/// Makes a case with genotypes, `--input-format diploid` or `hapmap`, for the table or for VCF.
RandomCase make_random_diploid_case(std::uint64_t seed);
RandomCase make_random_hapmap_case(std::uint64_t seed);

/// Returns the options of `hapmill convert` for the case, each as `--name=value`, without the
/// matrix. The matrix of a case with `options.stream` must come from a pipe. Writes the files that
/// the options name into `folder`.
std::vector<std::string> command_line_options(RandomCase const& random_case,
                                              std::filesystem::path const& folder);

}  // namespace hapmill::test
