#pragma once

#include "random.hpp"
#include "reference/options.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace hapmill::test {

/// The number of cells, or rows, of each kind among a thousand.
struct RowRates {
  std::uint64_t missing = 0;
  std::uint64_t deletion = 0;
  std::uint64_t ambiguous = 0;
  std::uint64_t lower_case = 0;
  std::uint64_t unusual_cell = 0;  ///< long, not ASCII, or with a space
  std::uint64_t unusual_ref = 0;
  std::uint64_t bad_row = 0;
};

RowRates make_row_rates(Random& random);

/// Makes contig names of 1 to 40 bytes; in some cases all are numbers.
std::vector<std::string> make_contigs(Random& random, char delimiter);

/// Chooses the contig of each row; the rows of a contig are consecutive or scattered.
std::vector<std::string> make_contig_runs(Random& random, std::vector<std::string> const& contigs,
                                          std::size_t row_count, bool stream);

/// Makes a row without its line end. `pos` is its POS, unless it is empty.
std::string make_row(Random& random, std::string const& contig, std::size_t column_count,
                     RowRates const& rates, reference::Options const& options,
                     std::string const& pos = "");

}  // namespace hapmill::test
