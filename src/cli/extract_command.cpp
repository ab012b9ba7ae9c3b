#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <optional>

#include "bytes/standard_output.hpp"
#include "cli/commands.hpp"
#include "convert/progress_style.hpp"
#include "extract/extract_options.hpp"
#include "extract/extraction.hpp"
#include "options/path_conflicts.hpp"
#include "support/human_units.hpp"
#include "support/machine.hpp"
#include "support/standard_streams.hpp"

namespace hapmill {

namespace {

void refuse_conflicts(ExtractOptions const& options) {
  std::vector<NamedPath> inputs{{"the input", options.variants}};
  if (options.samples_file) {
    auto const& name = *options.samples_file;
    inputs.push_back({"the --samples-file", name.starts_with('^') ? name.substr(1) : name});
  }
  std::vector<NamedPath> outputs{{"-o", options.output}};
  if (options.write_pairs) outputs.push_back({"--write-pairs", *options.write_pairs});
  refuse_path_conflicts(inputs, outputs);
}

std::string make_counts_text(ExtractTotals const& totals, std::string const& input) {
  auto const& records = totals.records;
  auto text =
      fmt::format("{}: {} read = {} written + {} non-variant + {} rejected\n", input,
                  human_number(records.read, "record"), human_number(records.written, "row"),
                  human_count(records.non_variant), human_count(records.rejected));
  for (std::size_t kind = 0; kind < totals.rejected.size(); ++kind) {
    auto const& rejected = totals.rejected[kind];
    if (rejected.count == 0) continue;
    text += fmt::format("  rejected, {}: {}, first at {}\n",
                        fault_reason(static_cast<RecordFaultKind>(kind)),
                        human_count(rejected.count), fmt::join(rejected.first_places, ", "));
  }
  return text;
}

}  // namespace

ExitStatus extract_command(std::vector<std::string> const& arguments) {
  auto const begin = std::chrono::steady_clock::now();
  auto const options = parse_extract_arguments(arguments);
  if (!options) {
    print_to_standard_output(extract_help());
    return ExitStatus::done;
  }
  refuse_conflicts(*options);
  auto const selection = make_sample_selection(*options);
  auto const threads = options->threads != 0 ? options->threads : usable_cpu_count();
  InputFile input{options->variants};
  Progress progress{progress_style(options->progress, options->output),
                    input.is_regular() ? input.size() : 0};
  VariantReader reader{input, selection, threads};
  OutputFile matrix{options->output};
  std::optional<OutputFile> pairs;
  if (options->write_pairs) {
    pairs.emplace(*options->write_pairs);
    pairs->write(pairs_lines(options->plan, reader.samples()));
  }
  auto const totals = extract_rows(options->plan, reader, matrix, progress);
  progress.clear();
  input.check_unchanged();
  if (pairs) pairs->publish();
  matrix.publish();
  progress.finish(reader.bytes(), totals.records);
  if (options->quiet) return ExitStatus::done;

  double const seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  auto text = make_counts_text(totals, input.name());
  if (matrix.is_cut_off()) text += "  stopped early: nobody reads " + matrix.name() + " any more\n";
  text += fmt::format("{}: {}, {} in, {} out, {}, peak memory {}, {}\n", matrix.name(),
                      human_number(reader.samples().size(), "sample"), human_bytes(reader.bytes()),
                      human_bytes(matrix.bytes()), human_time(seconds),
                      human_bytes(read_peak_resident()), human_number(threads, "thread"));
  print_to_standard_error(text);
  return ExitStatus::done;
}

}  // namespace hapmill
