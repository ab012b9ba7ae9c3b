#pragma once

#include "row_batch.cuh"

#include <cuda_runtime.h>

#include <cstddef>
#include <cstdint>

namespace hapmill::cu {

// Finds the newlines of a chunk's text, which is divided into spans: each warp works on one span.
// The text can be read up to a multiple of 16 bytes.

/// Bytes of a span, 16 per lane.
inline constexpr std::uint32_t newline_span_bytes = 512;

/// Returns the number of spans in a text.
inline constexpr std::uint32_t newline_span_count(std::uint32_t text_size) {
  return (text_size + newline_span_bytes - 1) / newline_span_bytes;
}

/// Sets counts[s] to the number of newlines in span s, and the entry after the last span to 0. An
/// exclusive scan then puts the number of rows into that entry.
void count_newlines(char const* text, std::uint32_t size, std::uint32_t* counts,
                    cudaStream_t stream);

/// Sets row_ends[k] to the offset of the k-th newline, for k below `row_capacity`. `span_begins`
/// are the scanned counts.
void index_newlines(char const* text, std::uint32_t size, std::uint32_t const* span_begins,
                    std::uint32_t* row_ends, std::uint32_t row_capacity, cudaStream_t stream);

/// Sets piece_row_ends[p] to the number of the row after the last row of piece p.
void find_piece_rows(PieceText const* pieces, std::uint32_t piece_count,
                     std::uint32_t const* row_ends, std::uint32_t row_count,
                     std::uint32_t* piece_row_ends, cudaStream_t stream);

}  // namespace hapmill::cu
