#pragma once

#include <vector>

#include "hapmill/backend/site_batch.hpp"
#include "hapmill/input/chunk.hpp"
#include "input/row_rewriter.hpp"

namespace hapmill {

/// Makes of canonical rows that were rejected the rows as they stand in the matrix: their text,
/// their offset, and the fault told of their fields.
///
/// `rows` are of `chunk`, in order of piece and row.
void restore_original_rows(Chunk const& chunk, RowRewriter const& rewriter,
                           std::vector<RejectedRow>& rows);

}  // namespace hapmill
