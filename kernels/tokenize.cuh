#pragma once

#include "row_batch.cuh"

#include <cuda_runtime.h>

#include <cstddef>
#include <cstdint>

namespace hapmill::cu {

/// Bytes of text in which one tile of lanes counts newlines, 16 a lane. The text is readable up to
/// a multiple of 16 bytes.
inline constexpr std::uint32_t newline_tile_bytes = 512;

inline constexpr std::uint32_t newline_tile_count(std::uint32_t text_size) {
  return (text_size + newline_tile_bytes - 1) / newline_tile_bytes;
}

/// counts[t] becomes the number of newlines in tile t, and 0 past the last tile: scanned, that
/// place holds the number of rows.
void count_newlines(char const* text, std::uint32_t size, std::uint32_t* counts,
                    cudaStream_t stream);

/// row_ends[k] becomes the offset of the k-th newline, for k below `row_capacity`; `tile_begins`
/// are the scanned counts.
void index_newlines(char const* text, std::uint32_t size, std::uint32_t const* tile_begins,
                    std::uint32_t* row_ends, std::uint32_t row_capacity, cudaStream_t stream);

/// piece_row_ends[p] becomes the row after the last of piece p.
void find_piece_rows(PieceText const* pieces, std::uint32_t piece_count,
                     std::uint32_t const* row_ends, std::uint32_t row_count,
                     std::uint32_t* piece_row_ends, cudaStream_t stream);

}  // namespace hapmill::cu
