#include "tokenize.cuh"

#include "device_memory.cuh"
#include "warp_lanes.cuh"

#include "hapmill/model/lanes.hpp"

namespace hapmill::cu {

namespace {

using Lanes = WarpTile<warp_size>;

constexpr unsigned block_threads = 256;
constexpr unsigned block_spans = block_threads / warp_size;
constexpr std::uint32_t lane_bytes = newline_span_bytes / warp_size;
static_assert(lane_bytes == sizeof(uint4));

/// Returns bit 7 of each byte of `word` that is a newline. This is exact, because no carry passes
/// from byte to byte.
__device__ std::uint32_t newline_bits(std::uint32_t word) {
  std::uint32_t const other = word ^ 0x0A0A0A0AU;
  return ~(((other & 0x7F7F7F7FU) + 0x7F7F7F7FU) | other) & 0x80808080U;
}

/// The newlines among the 16 bytes of a lane, as bit 7 of each byte.
struct LaneNewlines {
  std::uint32_t words[4];
  std::uint32_t count;
};

__device__ LaneNewlines find_newlines(char const* text, std::uint32_t size, std::uint32_t begin) {
  if (begin >= size) return {};
  uint4 const bytes = *reinterpret_cast<uint4 const*>(text + begin);
  LaneNewlines found{
      {newline_bits(bytes.x), newline_bits(bytes.y), newline_bits(bytes.z), newline_bits(bytes.w)},
      0};
  for (std::uint32_t w = 0; w < 4; ++w) {
    std::uint32_t const at = begin + 4 * w;
    std::uint32_t const left = at < size ? size - at : 0;
    if (left < 4) found.words[w] &= (1U << (8 * left)) - 1;
    found.count += static_cast<std::uint32_t>(__popc(found.words[w]));
  }
  return found;
}

__device__ std::uint32_t span_of_lane() {
  return blockIdx.x * block_spans + threadIdx.x / warp_size;
}

/// One warp per span of the text, and one more for the 0 after the last span.
__global__ void count_newlines_kernel(char const* text, std::uint32_t size,
                                      std::uint32_t span_count, std::uint32_t* counts) {
  std::uint32_t const span = span_of_lane();
  if (span > span_count) return;
  std::uint32_t count = 0;
  if (span < span_count) {
    std::uint32_t const begin = span * newline_span_bytes + Lanes::rank() * lane_bytes;
    Lanes::exclusive_sum(find_newlines(text, size, begin).count, count);
  }
  if (Lanes::rank() == 0) counts[span] = count;
}

__global__ void index_newlines_kernel(char const* text, std::uint32_t size,
                                      std::uint32_t span_count, std::uint32_t const* span_begins,
                                      std::uint32_t* row_ends, std::uint32_t row_capacity) {
  std::uint32_t const span = span_of_lane();
  if (span >= span_count) return;
  std::uint32_t const begin = span * newline_span_bytes + Lanes::rank() * lane_bytes;
  LaneNewlines const found = find_newlines(text, size, begin);
  std::uint32_t total = 0;
  std::uint32_t row = span_begins[span] + Lanes::exclusive_sum(found.count, total);
  for (std::uint32_t w = 0; w < 4; ++w) {
    for (std::uint32_t bits = found.words[w]; bits != 0; bits &= bits - 1, ++row) {
      if (row < row_capacity) row_ends[row] = begin + 4 * w + lowest_bit(bits) / 8;
    }
  }
}

/// One thread per piece.
__global__ void find_piece_rows_kernel(PieceText const* pieces, std::uint32_t piece_count,
                                       std::uint32_t const* row_ends, std::uint32_t row_count,
                                       std::uint32_t* piece_row_ends) {
  std::uint32_t const piece = blockIdx.x * block_threads + threadIdx.x;
  if (piece >= piece_count) return;
  std::uint32_t const end = pieces[piece].text_end;
  std::uint32_t row = 0;
  for (std::uint32_t count = row_count; count > 0;) {
    std::uint32_t const half = count / 2;
    if (row_ends[row + half] < end) {
      row += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  piece_row_ends[piece] = row;
}

}  // namespace

void count_newlines(char const* text, std::uint32_t size, std::uint32_t* counts,
                    cudaStream_t stream) {
  std::uint32_t const spans = newline_span_count(size);
  launch(count_newlines_kernel, spans / block_spans + 1, block_threads, stream, text, size, spans,
         counts);
}

void index_newlines(char const* text, std::uint32_t size, std::uint32_t const* span_begins,
                    std::uint32_t* row_ends, std::uint32_t row_capacity, cudaStream_t stream) {
  std::uint32_t const spans = newline_span_count(size);
  if (spans == 0) return;
  launch(index_newlines_kernel, (spans + block_spans - 1) / block_spans, block_threads, stream,
         text, size, spans, span_begins, row_ends, row_capacity);
}

void find_piece_rows(PieceText const* pieces, std::uint32_t piece_count,
                     std::uint32_t const* row_ends, std::uint32_t row_count,
                     std::uint32_t* piece_row_ends, cudaStream_t stream) {
  if (piece_count == 0) return;
  launch(find_piece_rows_kernel, (piece_count + block_threads - 1) / block_threads, block_threads,
         stream, pieces, piece_count, row_ends, row_count, piece_row_ends);
}

}  // namespace hapmill::cu
