#pragma once

#include <cstdint>
#include <functional>

#include "hapmill/model/row_fields.hpp"
#include "matrix/matrix_input.hpp"

namespace hapmill {

/// Consecutive rows of a regular file.
struct RowSpan {
  std::uint64_t begin = 0;  ///< offset of the first row
  std::uint64_t end = 0;    ///< offset after the last row's newline, or the end of the file
  std::uint64_t line = 0;   ///< number of the first row's line; 0: not known
};

/// Is called with a row, its offset and its line number. Lines are counted from RowSpan::line.
using RowVisitor = std::function<void(Row, std::uint64_t offset, std::uint64_t line)>;

/// Calls `visit` for each row of a span. Throws InputError if a line is too long, ChangedInput,
/// Interrupted.
void scan_rows(MatrixInput const& input, RowSpan const& span, RowVisitor const& visit);

}  // namespace hapmill
