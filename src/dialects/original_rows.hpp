#pragma once

#include <vector>

#include "hapmill/backend/chunk.hpp"
#include "hapmill/model/row_counts.hpp"
#include "matrix/row_rewriter.hpp"

namespace hapmill {

/// Makes of canonical rows that were rejected the rows as they stand in the matrix: their text,
/// their offset, and the fault told of their fields.
///
/// `rows` are of `chunk`, in order of piece and row.
void restore_original_rows(Chunk const& chunk, RowRewriter const& rewriter,
                           std::vector<RejectedRow>& rows);

}  // namespace hapmill
