#pragma once

#include <vector>

#include "hapmill/backend/chunk.hpp"
#include "hapmill/model/row_counts.hpp"
#include "matrix/row_rewriter.hpp"

namespace hapmill {

/// Replaces rejected canonical rows by the original rows of the matrix: their text, their offset,
/// and the fault in terms of their fields.
///
/// `rows` belong to `chunk` and are in the order of piece and row.
void restore_original_rows(Chunk const& chunk, RowRewriter const& rewriter,
                           std::vector<RejectedRow>& rows);

}  // namespace hapmill
