#include "cli/conversion_machine.hpp"

#include "cli/progress_style.hpp"
#include "support/standard_streams.hpp"

namespace hapmill {

ConversionMachine::ConversionMachine(ConvertOptions const& options, std::uint64_t input_bytes)
    : thread_count_{options.threads != 0 ? options.threads : usable_cpu_count()},
      input_bytes_{input_bytes},
      progress_{progress_style(options.progress, options.output), input_bytes},
      pool_{thread_count_},
      backends_{options, cpu::select_stages(options.simd), pool_} {}

Totals ConversionMachine::run(RowPlan const& plan, MatrixInput const& matrix, MatrixSource& source,
                              RecordWriter& records, RecordIndex const* index,
                              OutputFile* rejects) {
  auto const backend = backends_.make_backend(plan, source, input_bytes_,
                                              [this](std::string const& words) { tell(words); });
  auto totals = run_pipeline({plan, matrix, source, *backend, records, index, rejects, progress_});
  backend_name_ = backend->name();
  memory_ = read_memory_use();
  return totals;
}

void ConversionMachine::tell(std::string const& words) {
  progress_.clear();
  print_to_standard_error("hapmill: " + words + "\n");
}

void ConversionMachine::finish(std::uint64_t bytes_in, RowCounts const& rows) {
  memory_.peak_resident = read_memory_use().peak_resident;  // a sort's end takes some too
  progress_.finish(bytes_in, rows);
}

}  // namespace hapmill
