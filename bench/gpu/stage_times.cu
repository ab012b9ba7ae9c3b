#include "bench/gpu/stage_times.hpp"

#include "bench/gpu/device_timer.cuh"
#include "device_rules.cuh"
#include "filter.cuh"
#include "format.cuh"
#include "slot_memory.cuh"
#include "tokenize.cuh"

#include <cstring>
#include <stdexcept>
#include <vector>

namespace hapmill::bench {

namespace {

/// The sizes of a slot for `text_bytes`, or of a slot of the usual size for 0.
cu::SlotSizes plan_slot(std::uint32_t column_count, std::size_t text_bytes) {
  constexpr std::size_t overhang_bytes = 1U << 20;
  cu::CudaOptions options;
  if (text_bytes != 0) options.text_bytes = text_bytes + overhang_bytes;
  options.slot_count = 1;
  // All records are formatted at once: the ranges of the backend only add launches.
  options.output_bytes = 4 * options.text_bytes;
  std::size_t free_bytes = 0;
  std::size_t total_bytes = 0;
  cu::check(cudaMemGetInfo(&free_bytes, &total_bytes));
  int multiprocessors = 0;
  cu::check(cudaDeviceGetAttribute(&multiprocessors, cudaDevAttrMultiProcessorCount, 0));
  return cu::plan_slots(options, column_count, free_bytes / 5 * 4,
                        static_cast<std::uint32_t>(multiprocessors));
}

/// A slot that holds one chunk, and the stages as the backend runs them.
class StageRunner {
 public:
  StageRunner(RowPlan const& plan, std::string_view contig, std::string_view text)
      : kind_{plan.kind},
        rules_{plan},
        sizes_{plan_slot(plan.column_count(), text.size())},
        memory_{sizes_},
        stream_{memory_.stream.get()},
        text_size_{static_cast<std::uint32_t>(text.size())} {
    if (text.size() + 16 > sizes_.text_bytes) throw std::runtime_error{"too little device memory"};
    std::size_t const padded = (text.size() + 15) / 16 * 16;
    std::memcpy(memory_.pinned_text.data(), text.data(), text.size());
    std::memset(memory_.pinned_text.data() + text.size(), 0, padded - text.size());
    std::memcpy(memory_.pinned_contigs.data(), contig.data(), contig.size());
    memory_.pinned_pieces[0] = {text_size_, 0, static_cast<std::uint32_t>(contig.size()), {}};
    cu::copy_to_device(memory_.text.data(), memory_.pinned_text.data(), padded, stream_);
    cu::copy_to_device(memory_.contigs.data(), memory_.pinned_contigs.data(), contig.size(),
                       stream_);
    cu::copy_to_device(memory_.pieces.data(), memory_.pinned_pieces.data(), 1, stream_);
    memory_.stream.wait();
  }

  void reset() {
    memory_.pinned_totals[0] = {};
    cu::copy_to_device(memory_.totals.data(), memory_.pinned_totals.data(), 1, stream_);
  }

  void tokenize() {
    std::uint32_t const spans = cu::newline_span_count(text_size_);
    cu::count_newlines(memory_.text.data(), text_size_, memory_.span_counts.data(), stream_);
    memory_.primitives.exclusive_scan(memory_.span_counts.data(), memory_.span_begins.data(),
                                      std::size_t{spans} + 1, stream_);
    cu::index_newlines(memory_.text.data(), text_size_, memory_.span_begins.data(),
                       memory_.row_ends.data(), sizes_.rows, stream_);
  }
  void find_piece() {
    cu::find_piece_rows(memory_.pieces.data(), 1, memory_.row_ends.data(), row_count_,
                        memory_.piece_row_ends.data(), stream_);
  }
  void filter() { cu::filter_rows(work(), results(), stream_); }
  void select() {
    cu::drop_rows_after_stop(results(), row_count_, stream_);
    memory_.primitives.exclusive_scan(memory_.sizes.data(), memory_.offsets.data(),
                                      std::size_t{row_count_} + 1, stream_);
    memory_.primitives.select_nonzero(memory_.sizes.data(), row_count_, memory_.written_rows.data(),
                                      memory_.written_count.data(), stream_);
  }
  void format() {
    cu::RecordRange const range{memory_.written_rows.data(), record_count_, memory_.offsets.data(),
                                0, memory_.records.data()};
    cu::format_rows(work(), range, memory_.totals.data(), memory_.columns.data(), stream_);
  }

  /// Runs all stages once, with the counts that the host reads between them.
  StageTimes run_untimed() {
    StageTimes times;
    reset();
    tokenize();
    cu::copy_to_host(memory_.pinned_row_count.data(),
                     memory_.span_begins.data() + cu::newline_span_count(text_size_), 1, stream_);
    memory_.stream.wait();
    row_count_ = memory_.pinned_row_count[0];
    if (row_count_ > sizes_.rows) throw std::runtime_error{"more rows than a slot holds"};
    find_piece();
    filter();
    select();
    cu::copy_to_host(memory_.pinned_written_count.data(), memory_.written_count.data(), 1, stream_);
    cu::copy_to_host(memory_.pinned_output_bytes.data(), memory_.offsets.data() + row_count_, 1,
                     stream_);
    memory_.stream.wait();
    record_count_ = memory_.pinned_written_count[0];
    std::uint64_t const out_bytes = memory_.pinned_output_bytes[0];
    if (out_bytes > sizes_.output_bytes) throw std::runtime_error{"more records than a slot holds"};
    format();
    cu::copy_to_host(memory_.pinned_records.data(), memory_.records.data(), out_bytes, stream_);
    memory_.stream.wait();
    times.row_count = row_count_;
    times.record_count = record_count_;
    times.records.assign(memory_.pinned_records.data(), out_bytes);
    return times;
  }

  cudaStream_t stream() const { return stream_; }

 private:
  cu::RowWork work() const {
    return {
        .kind = kind_,
        .rules = rules_.get(),
        .batch = {memory_.text.data(), memory_.row_ends.data(), row_count_, memory_.pieces.data(),
                  memory_.piece_row_ends.data(), 1, memory_.contigs.data()},
        .scratch = {memory_.scratch_numbers.data(), memory_.scratch_codes.data(), sizes_.columns},
        .tile_count = sizes_.scratch_tiles};
  }
  cu::RowResults results() const {
    return {memory_.outcomes.data(), memory_.sizes.data(), memory_.faulty.data(),
            sizes_.faulty_rows, memory_.totals.data()};
  }

  RecordKind kind_;
  cu::DeviceRules rules_;
  cu::SlotSizes sizes_;
  cu::SlotMemory memory_;
  cudaStream_t stream_;
  std::uint32_t text_size_;
  std::uint32_t row_count_ = 0;
  std::uint32_t record_count_ = 0;
};

}  // namespace

std::size_t usual_chunk_bytes(std::uint32_t column_count) {
  return plan_slot(column_count, 0).chunk_bytes();
}

StageTimes measure_stages(RowPlan const& plan, std::string_view contig, std::string_view text,
                          int runs) {
  StageRunner runner{plan, contig, text};
  StageTimes times = runner.run_untimed();
  Event const events[5];
  std::vector<double> seconds[5];
  for (int run = -1; run < runs; ++run) {
    runner.reset();
    events[0].record(runner.stream());
    runner.tokenize();
    runner.find_piece();
    events[1].record(runner.stream());
    runner.filter();
    events[2].record(runner.stream());
    runner.select();
    events[3].record(runner.stream());
    runner.format();
    events[4].record(runner.stream());
    events[4].wait();
    if (run < 0) continue;  // the first run warms up
    for (int k = 0; k < 4; ++k) seconds[k].push_back(seconds_between(events[k], events[k + 1]));
    seconds[4].push_back(seconds_between(events[0], events[4]));
  }
  times.tokenize = spread_of(seconds[0]);
  times.filter = spread_of(seconds[1]);
  times.select = spread_of(seconds[2]);
  times.format = spread_of(seconds[3]);
  times.all = spread_of(seconds[4]);
  return times;
}

}  // namespace hapmill::bench
