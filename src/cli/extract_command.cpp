#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <optional>

#include "bytes/file_list.hpp"
#include "bytes/standard_output.hpp"
#include "cli/commands.hpp"
#include "convert/progress_style.hpp"
#include "extract/extract_options.hpp"
#include "extract/extraction.hpp"
#include "support/human_units.hpp"
#include "support/machine.hpp"
#include "support/standard_streams.hpp"

namespace hapmill {

namespace {

/// The files that the options name, after they were compared with each other.
struct ExtractFiles {
  explicit ExtractFiles(ExtractOptions const& options)
      : variants{list.reads("the input", options.variants)} {
    if (options.samples_file) {
      auto const& name = *options.samples_file;
      samples = list.reads("the --samples-file", name.starts_with('^') ? name.substr(1) : name);
    }
    output = list.writes("-o", options.output);
    if (options.write_pairs) pairs = list.writes("--write-pairs", *options.write_pairs);
  }

  FileList list;
  InputPath variants;
  std::optional<InputPath> samples;
  OutputPath output;
  std::optional<OutputPath> pairs;
};

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
  ExtractFiles const files{*options};
  auto const selection = make_sample_selection(*options, files.samples);
  auto const threads = options->threads != 0 ? options->threads : usable_cpu_count();
  InputFile input{files.variants};
  Progress progress{progress_style(options->progress, options->output),
                    input.is_regular() ? input.size() : 0};
  VariantReader reader{input, selection, threads};
  OutputFile matrix{files.output};
  std::optional<OutputFile> pairs;
  if (files.pairs) {
    pairs.emplace(*files.pairs);
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
