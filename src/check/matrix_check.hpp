#pragma once

#include <cstdint>

#include "check/findings.hpp"
#include "options/planner.hpp"

namespace hapmill {

/// Reads a matrix as `hapmill convert` would by this plan, with the same checks, and writes no
/// output. `row_limit` is the number of rows to read; 0: all rows.
///
/// A matrix that convert refuses is a verdict of the findings. Throws hapmill::Error for the other
/// errors: UsageError, an output that exists and cannot be written.
MatrixFindings check_matrix(ConvertPlan const& convert, std::uint64_t row_limit);

}  // namespace hapmill
