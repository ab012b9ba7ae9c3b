#pragma once

#include "row_batch.cuh"

#include <cuda_runtime.h>

#include <cstdint>

namespace hapmill::cu {

/// Rows to write, and where their records go.
struct RecordRange {
  std::uint32_t const* rows;  ///< [row_count]
  std::uint32_t row_count;
  std::uint64_t const* offsets;   ///< by row of the batch: where its record begins
  std::uint64_t offset_of_range;  ///< offset of the first byte of `records`
  char* records;
};

/// Missing and deleted alleles of one haplotype column, counted by many lanes at once.
struct DeviceColumnCounts {
  unsigned long long missing;
  unsigned long long deleted;
};

/// Writes complete records. Adds to totals->half_calls, and to `columns` if the plan counts them.
void format_rows(RecordKind kind, RowRules const* rules, RowBatch const& batch,
                 ScratchMemory const& scratch, std::uint32_t tile_count, RecordRange const& range,
                 ChunkTotals* totals, DeviceColumnCounts* columns, cudaStream_t stream);

/// piece_offsets[p] becomes where the records of piece p begin.
void find_piece_offsets(std::uint32_t const* piece_row_ends, std::uint32_t piece_count,
                        std::uint64_t const* offsets, std::uint64_t* piece_offsets,
                        cudaStream_t stream);

}  // namespace hapmill::cu
