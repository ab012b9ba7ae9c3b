#pragma once

#include "row_batch.cuh"

#include <cuda_runtime.h>

#include <cstdint>

namespace hapmill::cu {

/// Rows to write, and where their records go. All pointers are to device memory.
struct RecordRange {
  std::uint32_t const* rows;  ///< [row_count] numbers of the rows in the batch
  std::uint32_t row_count;
  std::uint64_t const* offsets;   ///< [rows of the batch] where each record starts
  std::uint64_t offset_of_range;  ///< offset of the first record, which goes to records[0]
  char* records;
};

/// The missing and deleted alleles of one haplotype column. Many lanes add to them at the same
/// time.
struct DeviceColumnCounts {
  unsigned long long missing;
  unsigned long long deleted;
};

/// Writes the records of the rows in `range`. Adds to totals->half_calls, and to `columns` if the
/// plan counts columns.
void format_rows(RowWork const& work, RecordRange const& range, ChunkTotals* totals,
                 DeviceColumnCounts* columns, cudaStream_t stream);

/// Sets piece_offsets[p] to the offset at which the records of piece p start.
void find_piece_offsets(std::uint32_t const* piece_row_ends, std::uint32_t piece_count,
                        std::uint64_t const* offsets, std::uint64_t* piece_offsets,
                        cudaStream_t stream);

}  // namespace hapmill::cu
