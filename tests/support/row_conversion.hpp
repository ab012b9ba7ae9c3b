#pragma once

#include "temporary_folder.hpp"

#include "cpu/stages.hpp"
#include "hapmill/backend/site_batch.hpp"
#include "hapmill/model/row_plan.hpp"
#include "reference/options.hpp"

#include <string>
#include <vector>

namespace hapmill::test {

/// Rows of one contig, with the options and the columns to convert them with. The row converter
/// reads them from memory, without the pipeline.
struct RowCase {
  reference::Options options;
  std::vector<std::string> column_names;
  std::string contig;
  std::vector<std::string> rows;
  std::string line_end = "\n";
  bool report = false;  ///< count missing and deleted alleles
};

/// Returns the names `c1`, `c2` and so on.
std::vector<std::string> numbered_columns(std::size_t count);

/// Makes a pairs file in which each column appears once, in any order.
std::string shuffled_pairs(std::size_t column_count, std::uint64_t seed);

/// Makes the plan of the command line for the case. Writes the files that the options name into
/// `folder`.
RowPlan make_row_plan(RowCase const& row_case, TemporaryFolder const& folder);

/// Describes how the rows, converted by these stages, differ from `expected`, the result of the
/// reference; empty if they do not.
std::string find_row_difference(RowCase const& row_case, RowPlan const& plan,
                                cpu::Stages const& stages, reference::Result const& expected);

/// Returns the result of the reference for the case.
reference::Result convert_by_reference(RowCase const& row_case);

}  // namespace hapmill::test
