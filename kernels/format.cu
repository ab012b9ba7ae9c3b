#include "format.cuh"

#include "device_memory.cuh"
#include "filter.cuh"
#include "record_kinds.cuh"
#include "warp_lanes.cuh"

namespace hapmill::cu {

namespace {

constexpr unsigned block_threads = 256;

/// Adds the missing and deleted alleles of a site to the counts of its columns.
template <class Lanes, class Code>
__device__ void count_columns(Lanes lanes, Site<Code> const& site, RowRules const& rules,
                              DeviceColumnCounts* columns) {
  for (std::uint32_t column = lanes.rank(); column < site.column_count; column += lanes.size()) {
    CellCount const count = count_of_column(site, rules.format.genotypes, column);
    if (count == CellCount::deleted) atomicAdd(&columns[column].deleted, 1ULL);
    if (count == CellCount::missing) atomicAdd(&columns[column].missing, 1ULL);
  }
}

/// Writes the record of a site that passed the filter.
template <class Record>
struct WriteSite {
  RowRules const& rules;
  RowScratch const& scratch;
  Record& record;
  PieceContig const& contig;
  char* out;
  ChunkTotals* totals;
  DeviceColumnCounts* columns;

  template <class Lanes, class Code>
  __device__ RowReading operator()(Lanes lanes, Site<Code>& site, Code* alternates) const {
    RowReading const reading = filter_site(lanes, site, alternates, rules, scratch);
    record.write(lanes, site, contig.name, out);
    if (rules.format.genotypes.missing == MissingPolicy::dot && site.has_missing) {
      HalfCalls const half_calls = find_half_calls(lanes, site, rules.format.genotypes);
      if (lanes.rank() == 0 && half_calls.count != 0) {
        atomicAdd(&totals->half_calls, static_cast<unsigned long long>(half_calls.count));
      }
    }
    if (rules.counts_columns) count_columns(lanes, site, rules, columns);
    return reading;
  }
};

/// One tile of lanes per row, as in filter_rows_kernel.
template <class Record, unsigned lane_count>
__global__ void __launch_bounds__(row_block_threads, Record::blocks_resident)
    format_rows_kernel(RowRules const* rules, RowBatch batch, ScratchMemory memory,
                       RecordRange range, ChunkTotals* totals, DeviceColumnCounts* columns) {
  using Lanes = WarpTile<lane_count>;
  constexpr std::uint32_t block_tiles = row_block_threads / lane_count;
  std::uint32_t const tile = blockIdx.x * block_tiles + threadIdx.x / lane_count;
  TileScratch const scratch = memory.of_tile(tile);
  Record record{*rules, scratch};
  Lanes const lanes;
  for (std::uint64_t k = tile; k < range.row_count; k += gridDim.x * block_tiles) {
    std::uint32_t const row = range.rows[k];
    PieceContig const contig = batch.contig(row);
    char* const out = range.records + (range.offsets[row] - range.offset_of_range);
    read_row(lanes, batch.row(row), contig, *rules, scratch.row,
             WriteSite<Record>{*rules, scratch.row, record, contig, out, totals, columns});
    lanes.sync();
  }
}

struct FormatKernels {
  template <class Record, unsigned lane_count>
  static auto of() {
    return &format_rows_kernel<Record, lane_count>;
  }
};

/// One thread per piece.
__global__ void find_piece_offsets_kernel(std::uint32_t const* piece_row_ends,
                                          std::uint32_t piece_count, std::uint64_t const* offsets,
                                          std::uint64_t* piece_offsets) {
  std::uint32_t const piece = blockIdx.x * block_threads + threadIdx.x;
  if (piece >= piece_count) return;
  piece_offsets[piece] = offsets[piece == 0 ? 0 : piece_row_ends[piece - 1]];
}

}  // namespace

void format_rows(RowWork const& work, RecordRange const& range, ChunkTotals* totals,
                 DeviceColumnCounts* columns, cudaStream_t stream) {
  if (range.row_count == 0) return;
  auto* const kernel = choose_kernel<FormatKernels>(work.kind, work.has_narrow_rows());
  launch(kernel, work.block_count(range.row_count), row_block_threads, stream, work.rules,
         work.batch, work.scratch, range, totals, columns);
}

void find_piece_offsets(std::uint32_t const* piece_row_ends, std::uint32_t piece_count,
                        std::uint64_t const* offsets, std::uint64_t* piece_offsets,
                        cudaStream_t stream) {
  if (piece_count == 0) return;
  launch(find_piece_offsets_kernel, (piece_count + block_threads - 1) / block_threads,
         block_threads, stream, piece_row_ends, piece_count, offsets, piece_offsets);
}

}  // namespace hapmill::cu
