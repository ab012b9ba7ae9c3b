#include "filter.cuh"

#include "device_memory.cuh"
#include "record_kinds.cuh"
#include "warp_lanes.cuh"

namespace hapmill::cu {

namespace {

constexpr unsigned block_threads = 256;

/// Filters a site, and computes the size of its record if it is to be written.
template <class Record>
struct MeasureSite {
  RowRules const& rules;
  RowScratch const& scratch;
  Record const& record;
  PieceContig const& contig;

  template <class Lanes, class Code>
  __device__ RowReading operator()(Lanes lanes, Site<Code>& site, Code* alternates) const {
    RowReading reading = filter_site(lanes, site, alternates, rules, scratch);
    if (reading.outcome == RowOutcome::written) {
      reading.size = record.measure(lanes, site, contig.name);
    }
    return reading;
  }
};

/// Stores the result of reading a row. Called by one lane.
__device__ void note_reading(RowReading const& reading, RowBatch const& batch, std::uint32_t k,
                             RowRules const& rules, RowResults const& results) {
  results.outcomes[k] = reading.outcome;
  results.sizes[k] = reading.size;
  bool const is_bad = reading.outcome == RowOutcome::rejected;
  if (reading.outcome == RowOutcome::breaks_plan || (is_bad && rules.stops_at_bad_row)) {
    atomicMin(&results.totals->stop_row, k);
  }
  if (!is_bad) return;
  std::uint32_t const place = atomicAdd(&results.totals->fault_count, 1U);
  if (place >= results.faulty_capacity) return;
  Row const row = batch.row(k);
  results.faulty[place] = {k, static_cast<std::uint32_t>(row.text - batch.text), row.size,
                           reading.fault};
}

/// One tile of lanes per row. The grid has at most as many tiles as there is scratch memory for.
template <class Record, unsigned lane_count>
__global__ void __launch_bounds__(row_block_threads, Record::blocks_resident)
    filter_rows_kernel(RowRules const* rules, RowBatch batch, ScratchMemory memory,
                       RowResults results) {
  using Lanes = WarpTile<lane_count>;
  constexpr std::uint32_t block_tiles = row_block_threads / lane_count;
  std::uint32_t const tile = blockIdx.x * block_tiles + threadIdx.x / lane_count;
  TileScratch const scratch = memory.of_tile(tile);
  Record const record{*rules, scratch};
  Lanes const lanes;
  for (std::uint64_t k = tile; k < batch.row_count; k += gridDim.x * block_tiles) {
    auto const row = static_cast<std::uint32_t>(k);
    PieceContig const contig = batch.contig(row);
    RowReading const reading = read_row(lanes, batch.row(row), contig, *rules, scratch.row,
                                        MeasureSite<Record>{*rules, scratch.row, record, contig});
    if (lanes.rank() == 0) note_reading(reading, batch, row, *rules, results);
    lanes.sync();
  }
  if (tile == 0 && lanes.rank() == 0) results.sizes[batch.row_count] = 0;
}

struct FilterKernels {
  template <class Record, unsigned lane_count>
  static auto of() {
    return &filter_rows_kernel<Record, lane_count>;
  }
};

/// One thread per row.
__global__ void drop_rows_after_stop_kernel(RowResults results, std::uint32_t row_count) {
  std::uint32_t const row = blockIdx.x * block_threads + threadIdx.x;
  if (row < row_count && row > results.totals->stop_row) results.sizes[row] = 0;
}

}  // namespace

void filter_rows(RowWork const& work, RowResults const& results, cudaStream_t stream) {
  if (work.batch.row_count == 0) return;
  auto* const kernel = choose_kernel<FilterKernels>(work.kind, work.has_narrow_rows());
  launch(kernel, work.block_count(work.batch.row_count), row_block_threads, stream, work.rules,
         work.batch, work.scratch, results);
}

void drop_rows_after_stop(RowResults const& results, std::uint32_t row_count, cudaStream_t stream) {
  if (row_count == 0) return;
  launch(drop_rows_after_stop_kernel, (row_count + block_threads - 1) / block_threads,
         block_threads, stream, results, row_count);
}

}  // namespace hapmill::cu
