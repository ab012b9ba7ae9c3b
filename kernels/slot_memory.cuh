#pragma once

#include "device_memory.cuh"
#include "format.cuh"
#include "primitives.hpp"
#include "row_batch.cuh"

#include "hapmill/backend/cuda_backend.hpp"

#include <cstddef>
#include <cstdint>

namespace hapmill::cu {

/// The number of things that a slot has room for. Chunks that need more are converted on the CPU.
struct SlotSizes {
  std::size_t text_bytes = 0;
  std::size_t output_bytes = 0;
  std::uint32_t rows = 0;
  std::uint32_t pieces = 0;
  std::size_t contig_bytes = 0;  ///< bytes of the names of all pieces' contigs
  std::uint32_t faulty_rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t scratch_tiles = 0;

  /// Bytes of device memory that the slot needs.
  std::size_t device_bytes() const;
  /// The preferred bytes of a chunk, which leave room for the rest of its last row.
  std::size_t chunk_bytes() const;
};

/// Returns the least bytes of device memory for options.slot_count slots.
std::size_t least_device_bytes(CudaOptions const& options, std::uint32_t column_count);

/// Returns the sizes of each of options.slot_count slots that fit into `device_bytes` together.
/// `device_bytes` is at least least_device_bytes().
SlotSizes plan_slots(CudaOptions const& options, std::uint32_t column_count,
                     std::size_t device_bytes, std::uint32_t multiprocessor_count);

/// The pinned and device memory of one slot, allocated once.
struct SlotMemory {
  explicit SlotMemory(SlotSizes const& sizes);

  PinnedBuffer<char> pinned_text;  ///< lent to the chunk
  PinnedBuffer<char> pinned_contigs;
  PinnedBuffer<PieceText> pinned_pieces;
  PinnedBuffer<std::uint32_t> pinned_row_count;  ///< [1]
  PinnedBuffer<ChunkTotals> pinned_totals;       ///< [1]
  PinnedBuffer<RowOutcome> pinned_outcomes;
  PinnedBuffer<std::uint32_t> pinned_piece_row_ends;
  PinnedBuffer<std::uint64_t> pinned_piece_offsets;
  PinnedBuffer<std::uint64_t> pinned_output_bytes;   ///< [1]
  PinnedBuffer<std::uint32_t> pinned_written_count;  ///< [1]
  PinnedBuffer<FaultyRow> pinned_faulty;
  PinnedBuffer<DeviceColumnCounts> pinned_columns;
  PinnedBuffer<char> pinned_records;  ///< lent to the batch

  DeviceBuffer<char> text;
  DeviceBuffer<char> contigs;
  DeviceBuffer<PieceText> pieces;
  DeviceBuffer<std::uint32_t> span_counts;
  DeviceBuffer<std::uint32_t> span_begins;
  DeviceBuffer<std::uint32_t> row_ends;
  DeviceBuffer<std::uint32_t> piece_row_ends;
  DeviceBuffer<RowOutcome> outcomes;
  DeviceBuffer<std::uint64_t> sizes;
  DeviceBuffer<std::uint64_t> offsets;
  DeviceBuffer<std::uint64_t> piece_offsets;
  DeviceBuffer<FaultyRow> faulty;
  DeviceBuffer<ChunkTotals> totals;
  DeviceBuffer<std::uint32_t> written_rows;
  DeviceBuffer<std::uint32_t> written_count;
  DeviceBuffer<DeviceColumnCounts> columns;
  DeviceBuffer<std::uint32_t> scratch_numbers;
  DeviceBuffer<WideCode> scratch_codes;
  DeviceBuffer<char> records;

  Primitives primitives;
  Stream stream;  ///< last, because its work uses the memory above
};

}  // namespace hapmill::cu
