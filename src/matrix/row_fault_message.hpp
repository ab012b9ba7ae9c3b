#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "hapmill/model/row_counts.hpp"
#include "hapmill/model/row_plan.hpp"
#include "matrix/row_rewriter.hpp"

namespace hapmill {

/// The name of a reason in reports and rejects, as in `fields`.
std::string_view fault_reason(RowFaultKind kind);

/// What is wrong with a row, where, what was found and how to go on:
/// `FILE:LINE: column N (NAME): what (found "…"); …`. `rewriter` is null where rows are canonical
/// as they stand.
std::string describe_fault(std::string const& matrix_name, std::uint64_t line,
                           RejectedRow const& row, RowPlan const& plan,
                           RowRewriter const* rewriter = nullptr);

}  // namespace hapmill
