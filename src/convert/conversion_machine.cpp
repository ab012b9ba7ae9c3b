#include "convert/conversion_machine.hpp"

#include <fmt/format.h>

#include "convert/progress_style.hpp"
#include "hapmill/support/errors.hpp"
#include "support/human_units.hpp"
#include "support/standard_streams.hpp"

namespace hapmill {

namespace {

/// Taken for the contigs of a matrix until they are known.
constexpr std::uint64_t likely_contig_count = 100;
constexpr std::uint64_t likely_contig_bytes = 16;

MachineShare choose_share(ConvertOptions const& options, ConversionInput const& input,
                          MatrixSize const& size) {
  MachineShare const asked = asked_share(options);
  if (options.max_memory == 0) return asked;
  return fit_memory(input.plan(), size, asked, options.max_memory);
}

}  // namespace

MatrixSize ConversionMachine::likely_size(ConversionInput const& input) {
  return {.input_bytes = input.matrix().size(),
          .contig_count = likely_contig_count,
          .longest_contig = likely_contig_bytes,
          .is_stream = !input.matrix().is_regular()};
}

ConversionMachine::ConversionMachine(ConvertOptions const& options, ConversionInput const& input,
                                     TaskPool& pool, MatrixSize const& size)
    : options_{options},
      input_{input},
      plan_{input.plan()},
      input_bytes_{size.input_bytes},
      share_{choose_share(options, input, size)},
      progress_{progress_style(options.progress, options.output), input.matrix().disk_bytes()},
      pool_{pool},
      backends_{options, cpu::select_stages(options.simd), pool_} {
  pool_.keep_threads(share_.threads);
  backends_.set_cpu_chunk_bytes(share_.chunk_bytes);
  if (!options.memory_profile && !options.report) return;
  profile_.emplace(options.files.memory_profile);
  monitor_.emplace(*profile_);
}

void ConversionMachine::fit_contigs(ContigNames const& names) {
  if (options_.max_memory == 0) return;
  MachineShare const fitting =
      fit_memory(plan_, size_of(names, input_bytes_), share_, options_.max_memory);
  if (fitting.threads < share_.threads) {
    throw UsageError{
        fmt::format("--max-memory: the contigs of this matrix leave room for {}: say "
                    "so with --threads {}",
                    human_number(fitting.threads, "thread"), fitting.threads)};
  }
  share_ = fitting;
  backends_.set_cpu_chunk_bytes(share_.chunk_bytes);
}

void ConversionMachine::set_input_bytes(std::uint64_t input_bytes) {
  input_bytes_ = input_bytes;
  progress_.set_input_bytes(input_bytes);
}

Totals ConversionMachine::run(MatrixSource& source, Outputs const& outputs) {
  auto const backend = backends_.make_backend(plan_.row, source, input_bytes_,
                                              [this](std::string const& words) { tell(words); });
  auto totals = run_pipeline({.plan = plan_.row,
                              .input = input_.matrix(),
                              .source = source,
                              .backend = *backend,
                              .records = outputs.records,
                              .index = outputs.index,
                              .rejects = outputs.rejects,
                              .progress = progress_,
                              .rewriter = input_.rewriter(),
                              .on_rejected = outputs.on_rejected,
                              .contigs = outputs.contigs});
  backend_name_ = backend->name();
  // Whoever reads no report does not wait for its PSS; that of a group goes into its manifest.
  if (options_.report || options_.plan) memory_ = read_memory_use();
  return totals;
}

void ConversionMachine::tell(std::string const& words) {
  progress_.clear();
  print_to_standard_error("hapmill: " + words + "\n");
}

void ConversionMachine::finish(std::uint64_t bytes_in, RowCounts const& rows) {
  memory_.peak_resident = read_peak_resident();  // a sort's end takes some too
  if (monitor_) monitor_->stop();
  if (profile_) profile_->finish();
  progress_.finish(bytes_in, rows);
}

}  // namespace hapmill
