#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "hapmill/model/row_counts.hpp"
#include "hapmill/model/row_plan.hpp"
#include "matrix/row_rewriter.hpp"

namespace hapmill {

/// The name of a fault in reports and in --rejects files, for example `fields`.
std::string_view fault_reason(RowFaultKind kind);

/// Says what is wrong with a row, where, what was found and what to do about it:
/// `FILE:LINE: column N (NAME): what (found "…"); …`. `rewriter` is null if the rows of the matrix
/// are canonical already.
std::string describe_fault(std::string const& matrix_name, std::uint64_t line,
                           RejectedRow const& row, RowPlan const& plan,
                           RowRewriter const* rewriter = nullptr);

}  // namespace hapmill
