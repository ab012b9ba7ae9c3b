#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "hapmill/backend/chunk.hpp"
#include "matrix/row_shape.hpp"

namespace hapmill {

/// A row of a chunk.
struct RowInChunk {
  std::uint32_t piece = 0;
  std::uint64_t row = 0;     ///< its place in the piece, from 0
  std::uint64_t offset = 0;  ///< of its first byte in the matrix
};

/// The row of a contig that stands at `pos` after one at `pos_before`; where that one is of an
/// earlier chunk, the first at `pos`. `shape` is that of the rows in the matrix.
std::optional<RowInChunk> find_unsorted_row(Chunk const& chunk, RowShape const& shape,
                                            std::string_view contig, std::int64_t pos,
                                            std::int64_t pos_before);

}  // namespace hapmill
