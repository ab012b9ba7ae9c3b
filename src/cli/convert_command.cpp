#include <unistd.h>

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>

#include "cli/backend_choice.hpp"
#include "cli/commands.hpp"
#include "cli/convert_arguments.hpp"
#include "cli/path_conflicts.hpp"
#include "cli/planner.hpp"
#include "cli/report.hpp"
#include "input/file_source.hpp"
#include "input/stream_source.hpp"
#include "output/output_file.hpp"
#include "output/standard_output.hpp"
#include "output/table_header.hpp"
#include "pipeline/pipeline.hpp"
#include "support/machine.hpp"
#include "support/standard_streams.hpp"

namespace hapmill {

namespace {

ProgressStyle progress_style(std::string const& word, std::string const& output) {
  // A table that scrolls by on the same terminal is progress enough.
  bool const prints_table = output == "-" && ::isatty(STDOUT_FILENO) == 1;
  bool const on_terminal = ::isatty(STDERR_FILENO) == 1 && !prints_table;
  if (word == "auto") return on_terminal ? ProgressStyle::line : ProgressStyle::none;
  if (word == "json") return ProgressStyle::json;
  if (word == "none") return ProgressStyle::none;
  throw UsageError{"--progress " + word + " is not one of: auto, json, none"};
}

/// One conversion, from opened matrix to published output.
class Conversion {
 public:
  explicit Conversion(ConvertOptions const& options)
      : options_{options},
        plan_{make_plan(options)},
        thread_count_{options.threads != 0 ? options.threads : usable_cpu_count()},
        backends_{options, cpu::select_stages(options.simd), thread_count_},
        input_{options.matrix},
        header_{read_header()},
        progress_{progress_style(options.progress, options.output),
                  input_.is_regular() ? input_.size() : 0} {
    add_samples(plan_, header_.column_names);
    records_.emplace(options.output);
    if (options.rejects) rejects_.emplace(*options.rejects);
    if (options.report) report_.emplace(*options.report);
  }

  void run() {
    try {
      if (input_.is_regular()) {
        convert_file();
      } else {
        convert_stream();
      }
    } catch (InputError const&) {
      // A row that does not fit, of a file that is still being written, is not at fault.
      input_.check_unchanged();
      throw;
    }
    progress_.clear();
    input_.check_unchanged();
    if (rejects_) rejects_->publish();
    records_->publish();
    progress_.finish(bytes_in(), totals_.rows);
  }

  void tell(double seconds) {
    ConversionResult const result{
        .plan = plan_.row,
        .contigs = stream_ ? stream_->names() : input_plan_.names,
        .contig_order = stream_ ? order_contigs(stream_->names(), ContigOrder::first)
                                : input_plan_.contig_order,
        .totals = totals_,
        .matrix = input_.name(),
        .output = records_->name(),
        .bytes_in = bytes_in(),
        .bytes_out = records_->bytes(),
        .seconds = seconds,
        .is_complete = !records_->is_cut_off(),
        .backend = backend_name_,
        .threads = thread_count_,
        .memory = memory_,
        .command = options_.command};
    if (report_) {
      report_->write(make_report(result));
      report_->publish();
    }
    if (!options_.quiet) print_to_standard_error(make_summary(result));
  }

 private:
  MatrixHeader read_header() {
    if (!input_.is_regular() && plan_.contig_order != ContigOrder::first) {
      throw UsageError{"--contig-order sorted needs the matrix as a file, not a stream"};
    }
    return read_matrix_header(input_,
                              {options_.header, options_.column_names, plan_.row.delimiter});
  }

  void convert_file() {
    // A plan made by bisection may turn out wrong: then what is written has to be taken back.
    // Rows that are left out are told with their line numbers, which in another order than the
    // file's only a scan knows.
    bool must_scan =
        options_.full_scan || !records_->can_restart() || (rejects_ && !rejects_->can_restart());
    if (!must_scan) {
      auto found = bisect_contig_runs(input_, header_, plan_.row.delimiter);
      must_scan = !found;
      if (found) input_plan_ = make_input_plan(std::move(*found), plan_.contig_order);
      must_scan =
          must_scan || (plan_.row.bad_rows == BadRowPolicy::skip && !input_plan_.is_in_file_order);
    }
    if (!must_scan) {
      try {
        convert_by_plan();
        return;
      } catch (BrokenPlan const&) {
        progress_.clear();
        print_to_standard_error(fmt::format(
            "hapmill: {}: rows of a contig stand apart; starting again from a scan of all rows\n",
            input_.name()));
        records_->restart();
        if (rejects_) rejects_->restart();
      }
    }
    input_plan_ =
        make_input_plan(scan_contig_runs(input_, header_, plan_.row.delimiter), plan_.contig_order);
    try {
      convert_by_plan();
    } catch (BrokenPlan const&) {
      throw ChangedInput{describe_change(input_.name())};
    }
  }

  void convert_by_plan() {
    FileSource source{input_, input_plan_, header_.data_begin, backends_.cpu_chunk_bytes()};
    convert(source);
  }

  void convert_stream() {
    stream_.emplace(input_, header_, plan_.row.delimiter, backends_.cpu_chunk_bytes());
    convert(*stream_);
  }

  void convert(MatrixSource& source) {
    auto const tell = [this](std::string const& words) {
      progress_.clear();
      print_to_standard_error("hapmill: " + words + "\n");
    };
    auto const backend =
        backends_.make_backend(plan_.row, source, input_.is_regular() ? input_.size() : 0, tell);
    records_->write(table_header(plan_.row));
    totals_ = run_pipeline({plan_.row, input_, source, *backend, *records_,
                            rejects_ ? &*rejects_ : nullptr, progress_});
    backend_name_ = backend->name();
    memory_ = read_memory_use();  // while the backend's buffers are there
  }

  std::uint64_t bytes_in() const { return stream_ ? stream_->bytes() : input_.size(); }

  ConvertOptions const& options_;
  ConvertPlan plan_;
  std::size_t thread_count_;
  BackendChoice backends_;
  MatrixInput input_;
  MatrixHeader header_;
  Progress progress_;
  std::optional<OutputFile> records_;
  std::optional<OutputFile> rejects_;
  std::optional<OutputFile> report_;
  InputPlan input_plan_;
  std::optional<StreamSource> stream_;
  std::string backend_name_;
  Totals totals_;
  MemoryUse memory_{};
};

}  // namespace

ExitStatus convert_command(std::vector<std::string> const& arguments) {
  auto const begin = std::chrono::steady_clock::now();
  auto const options = parse_convert_arguments(arguments);
  if (!options) {
    print_to_standard_output(convert_help());
    return ExitStatus::done;
  }
  refuse_path_conflicts(*options);
  Conversion conversion{*options};
  conversion.run();
  conversion.tell(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  return ExitStatus::done;
}

}  // namespace hapmill
