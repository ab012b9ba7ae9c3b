#pragma once

#include "temporary_folder.hpp"

#include "cpu/stages.hpp"
#include "hapmill/backend/site_batch.hpp"
#include "hapmill/model/row_plan.hpp"
#include "reference/options.hpp"

#include <string>
#include <vector>

namespace hapmill::test {

/// Rows of one contig, with the options and the columns to convert them by. The row converter takes
/// them straight from memory, without the pipeline around it.
struct RowCase {
  reference::Options options;
  std::vector<std::string> column_names;
  std::string contig;
  std::vector<std::string> rows;
  std::string line_end = "\n";
  bool report = false;  ///< count missing and deleted alleles
};

/// `c1`, `c2` …
std::vector<std::string> numbered_columns(std::size_t count);

/// A pairs file in which each column stands once, in any order.
std::string shuffled_pairs(std::size_t column_count, std::uint64_t seed);

/// What the command line plans for the case. Writes the files that the options name into `folder`.
RowPlan make_row_plan(RowCase const& row_case, TemporaryFolder const& folder);

/// Where the rows, converted by these stages, differ from `expected`, the reference's result; empty
/// where they do not.
std::string find_row_difference(RowCase const& row_case, RowPlan const& plan,
                                cpu::Stages const& stages, reference::Result const& expected);

/// The reference's result for the case.
reference::Result convert_by_reference(RowCase const& row_case);

}  // namespace hapmill::test
