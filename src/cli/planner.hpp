#pragma once

#include <string>
#include <vector>

#include "cli/convert_options.hpp"
#include "hapmill/model/policies.hpp"
#include "hapmill/model/row_plan.hpp"
#include "input/sample_pairs.hpp"

namespace hapmill {

/// Everything that the options alone decide, checked and with defaults filled in.
struct ConvertPlan {
  RowPlan row;  ///< columns and samples are still empty: add_samples
  PairOptions pairs;
  AltFrom alt_from = AltFrom::all;
  ContigOrder contig_order = ContigOrder::first;
};

/// Makes sense of the options. Throws UsageError for words that none of them knows, and for
/// requests that contradict each other or that the output cannot hold.
ConvertPlan make_plan(ConvertOptions const& options);

/// Adds the matrix's columns and the samples that they form. Throws InputError.
void add_samples(ConvertPlan& plan, std::vector<std::string> column_names);

}  // namespace hapmill
