#include "slot_memory.cuh"

#include "tokenize.cuh"

#include "hapmill/support/byte_buffer.hpp"

#include <algorithm>

namespace hapmill::cu {

namespace {

/// Rows are rarely shorter than this; only empty lines are.
constexpr std::size_t bytes_of_shortest_rows = 8;
constexpr std::size_t least_text_bytes = 4096;
constexpr std::size_t most_text_bytes = 2U << 30;
/// Bytes that a source reads past the end of its chunk to find the end of the last row.
constexpr std::size_t overhang_bytes = 8192;
/// Bytes for single values and for rounding up.
constexpr std::size_t small_bytes = 1024;
/// More than the temporary memory of CUB, in bytes per row.
constexpr std::size_t primitive_bytes_of_row = 2;

/// Returns the bytes of a row whose cells are one byte each.
std::size_t row_bytes(std::uint32_t column_count) { return 2 * std::size_t{column_count} + 64; }

/// Returns the least bytes of text of a slot, which has room for a few rows.
std::size_t least_text(std::uint32_t column_count) {
  return std::max(least_text_bytes, 4 * row_bytes(column_count));
}

/// Rounds up to whole words of 16 bytes, in which text is read.
constexpr std::size_t round_up(std::size_t size) { return (size + 15) / 16 * 16; }

std::size_t most_items(SlotSizes const& sizes) {
  auto const spans = newline_span_count(static_cast<std::uint32_t>(sizes.text_bytes));
  return std::max<std::size_t>(sizes.rows, spans) + 1;
}

SlotSizes slot_of(std::size_t text_bytes, CudaOptions const& options, std::uint32_t column_count) {
  SlotSizes sizes;
  sizes.text_bytes = text_bytes;
  sizes.output_bytes = options.output_bytes != 0 ? options.output_bytes : 2 * text_bytes;
  sizes.rows = static_cast<std::uint32_t>(text_bytes / bytes_of_shortest_rows + 64);
  sizes.pieces = std::min<std::uint32_t>(sizes.rows, 1U << 16);
  sizes.contig_bytes = std::max<std::size_t>(text_bytes / 16, 4096);
  sizes.faulty_rows = sizes.rows / 64 + 64;
  sizes.columns = column_count;
  return sizes;
}

}  // namespace

std::size_t SlotSizes::device_bytes() const {
  std::size_t const spans = newline_span_count(static_cast<std::uint32_t>(text_bytes)) + 1;
  std::size_t const of_row = 2 * sizeof(std::uint32_t) + 2 * sizeof(std::uint64_t) +
                             sizeof(RowOutcome) + primitive_bytes_of_row;
  std::size_t const of_piece = sizeof(PieceText) + sizeof(std::uint32_t) + sizeof(std::uint64_t);
  return small_bytes + round_up(text_bytes) + output_bytes + contig_bytes +
         spans * 2 * sizeof(std::uint32_t) + rows * of_row + pieces * of_piece +
         faulty_rows * sizeof(FaultyRow) + columns * sizeof(DeviceColumnCounts) +
         scratch_tiles * ScratchMemory::bytes_of_tile(columns);
}

std::size_t SlotSizes::chunk_bytes() const {
  // One ninth is left for the last row: a chunk is 32 MiB of 36 MiB.
  return text_bytes - std::min(std::max(text_bytes / 9, row_bytes(columns)), text_bytes - 1);
}

std::size_t least_device_bytes(CudaOptions const& options, std::uint32_t column_count) {
  std::size_t const text_bytes = std::min(options.text_bytes, least_text(column_count));
  return options.slot_count *
         (slot_of(text_bytes, options, column_count).device_bytes() +
          row_block_tiles(column_count) * ScratchMemory::bytes_of_tile(column_count));
}

SlotSizes plan_slots(CudaOptions const& options, std::uint32_t column_count,
                     std::size_t device_bytes, std::uint32_t multiprocessor_count) {
  std::size_t const of_slot = device_bytes / options.slot_count;
  std::size_t const of_tile = ScratchMemory::bytes_of_tile(column_count);
  std::size_t const block_tiles = row_block_tiles(column_count);
  std::size_t const least = std::min(options.text_bytes, least_text(column_count));
  std::size_t text_bytes = std::min(options.text_bytes, most_text_bytes);
  while (true) {
    SlotSizes sizes = slot_of(text_bytes, options, column_count);
    std::size_t const fixed = sizes.device_bytes();
    // There is at least one block of tiles, and at most as many as the device can run at once.
    if (fixed + block_tiles * of_tile <= of_slot || text_bytes == least) {
      std::size_t const blocks =
          std::min<std::size_t>((of_slot - fixed) / of_tile / block_tiles,
                                std::size_t{multiprocessor_count} * most_blocks_resident);
      sizes.scratch_tiles = static_cast<std::uint32_t>(blocks * block_tiles);
      return sizes;
    }
    text_bytes = std::max(text_bytes / 2, least);
  }
}

SlotMemory::SlotMemory(SlotSizes const& slot)
    : pinned_text{slot.text_bytes + overhang_bytes + ByteBuffer::slack},
      pinned_contigs{slot.contig_bytes},
      pinned_pieces{slot.pieces},
      pinned_row_count{1},
      pinned_totals{1},
      pinned_outcomes{slot.rows},
      pinned_piece_row_ends{slot.pieces},
      pinned_piece_offsets{slot.pieces},
      pinned_output_bytes{1},
      pinned_written_count{1},
      pinned_faulty{slot.faulty_rows},
      pinned_columns{slot.columns},
      pinned_records{slot.output_bytes + ByteBuffer::slack},
      text{round_up(slot.text_bytes)},
      contigs{slot.contig_bytes},
      pieces{slot.pieces},
      span_counts{newline_span_count(static_cast<std::uint32_t>(slot.text_bytes)) + 1},
      span_begins{newline_span_count(static_cast<std::uint32_t>(slot.text_bytes)) + 1},
      row_ends{slot.rows},
      piece_row_ends{slot.pieces},
      outcomes{slot.rows},
      sizes{std::size_t{slot.rows} + 1},
      offsets{std::size_t{slot.rows} + 1},
      piece_offsets{slot.pieces},
      faulty{slot.faulty_rows},
      totals{1},
      written_rows{slot.rows},
      written_count{1},
      columns{slot.columns},
      scratch_numbers{slot.scratch_tiles * 4 * ScratchMemory::stride(slot.columns)},
      scratch_codes{slot.scratch_tiles * 2 * ScratchMemory::stride(slot.columns)},
      records{slot.output_bytes},
      primitives{most_items(slot)} {}

}  // namespace hapmill::cu
