#pragma once

#include "options.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace reference {

struct Sample {
  std::string name;
  std::vector<std::size_t> columns;  ///< left and right, or the only one; 0 is the first haplotype
                                     ///< column
  char separator = '|';              ///< between the two alleles of a pair
};

/// Returns the printed samples in output order. Throws InputError.
std::vector<Sample> make_samples(std::vector<std::string> const& column_names,
                                 Options const& options);

/// Returns the columns that form ALT and decide whether a site is variant, in ascending order.
std::vector<std::size_t> counted_columns(std::vector<Sample> const& samples,
                                         std::size_t column_count, std::string const& alt_from);

}  // namespace reference
