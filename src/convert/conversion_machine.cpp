#include "convert/conversion_machine.hpp"

#include <fmt/format.h>

#include "convert/progress_style.hpp"
#include "dialects/rewriting_source.hpp"
#include "hapmill/support/errors.hpp"
#include "rows/file_source.hpp"
#include "rows/position_check.hpp"
#include "support/human_units.hpp"
#include "support/standard_streams.hpp"

namespace hapmill {

namespace {

/// Assumed for the contigs of a matrix until they are known.
constexpr std::uint64_t likely_contig_count = 100;
constexpr std::uint64_t likely_contig_bytes = 16;

MachineShare choose_share(ConvertPlan const& plan, MatrixSize const& size) {
  MachineShare const asked = asked_share(plan.machine);
  if (plan.machine.max_memory == 0) return asked;
  return fit_memory(plan, size, asked, plan.machine.max_memory);
}

}  // namespace

MatrixSize ConversionMachine::likely_size(ConversionInput const& input) {
  return {.input_bytes = input.matrix().size(),
          .contig_count = likely_contig_count,
          .longest_contig = likely_contig_bytes,
          .is_stream = !input.matrix().is_regular()};
}

ConversionMachine::ConversionMachine(ConversionInput& input, TaskPool& pool, MemoryWatch memory,
                                     MatrixSize const& size)
    : input_{input},
      plan_{input.plan()},
      input_bytes_{size.input_bytes},
      share_{choose_share(plan_, size)},
      measures_pss_{memory.measures_pss},
      progress_{progress_style(plan_.progress, plan_.files.output.text()),
                input.matrix().disk_bytes()},
      pool_{pool},
      backends_{plan_.machine, cpu::select_stages(plan_.machine.simd), pool_} {
  pool_.keep_threads(share_.threads);
  backends_.set_cpu_chunk_bytes(share_.chunk_bytes);
  if (!memory.keeps_profile) return;
  profile_.emplace(memory.profile_path);
  monitor_.emplace(*profile_);
}

void ConversionMachine::fit_contigs(ContigNames const& names) {
  std::uint64_t const most_bytes = plan_.machine.max_memory;
  if (most_bytes == 0) return;
  MachineShare const fitting = fit_memory(plan_, size_of(names, input_bytes_), share_, most_bytes);
  if (fitting.threads < share_.threads) {
    throw UsageError{
        fmt::format("--max-memory: the contigs of this matrix leave room for {} only: add "
                    "--threads {}",
                    human_number(fitting.threads, "thread"), fitting.threads)};
  }
  share_ = fitting;
  backends_.set_cpu_chunk_bytes(share_.chunk_bytes);
}

void ConversionMachine::set_input_bytes(std::uint64_t input_bytes) {
  input_bytes_ = input_bytes;
  progress_.set_input_bytes(input_bytes);
}

Totals ConversionMachine::convert(InputPlan const& rows, RowTarget const& target) {
  FileSource source{input_.matrix(), rows, input_.header().data_begin, chunk_bytes()};
  PositionCheck check{source, input_.shape()};
  auto totals = convert(check, target);
  check.finish();
  return totals;
}

Totals ConversionMachine::convert(MatrixSource& originals, RowTarget const& target) {
  input_.begin();
  std::optional<RewritingSource> rewriting;
  if (input_.rewriter() != nullptr) rewriting.emplace(originals, *input_.rewriter());
  MatrixSource& source = target.taps.source(rewriting ? *rewriting : originals);
  RecordWriter& records = target.output.begin(share_.sort_bytes);
  auto const backend = backends_.make_backend(plan_.row, source, input_bytes_,
                                              [this](std::string const& words) { tell(words); });
  auto totals = run_pipeline({.plan = plan_.row,
                              .input = input_.matrix(),
                              .source = source,
                              .backend = *backend,
                              .records = records,
                              .rejects = target.rejects,
                              .progress = progress_,
                              .rewriter = input_.rewriter(),
                              .on_rejected = target.taps.on_rejected});
  backend_name_ = backend->name();
  if (measures_pss_) memory_ = read_memory_use();
  return totals;
}

void ConversionMachine::tell(std::string const& words) {
  progress_.clear();
  print_to_standard_error("hapmill: " + words + "\n");
}

void ConversionMachine::finish(std::uint64_t bytes_in, RowCounts const& rows) {
  memory_.peak_resident = read_peak_resident();  // the end of a sort takes some too
  if (monitor_) monitor_->stop();
  if (profile_) profile_->finish();
  progress_.finish(bytes_in, rows);
}

}  // namespace hapmill
