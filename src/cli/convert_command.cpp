#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>

#include "cli/backend_choice.hpp"
#include "cli/commands.hpp"
#include "cli/conversion_watch.hpp"
#include "cli/convert_arguments.hpp"
#include "cli/genotype_input.hpp"
#include "cli/path_conflicts.hpp"
#include "cli/planner.hpp"
#include "cli/progress_style.hpp"
#include "cli/record_output.hpp"
#include "cli/report.hpp"
#include "input/column_rewriter.hpp"
#include "input/contig_list.hpp"
#include "input/file_source.hpp"
#include "input/phase_sets.hpp"
#include "input/rewriting_source.hpp"
#include "input/stream_source.hpp"
#include "output/output_file.hpp"
#include "output/standard_output.hpp"
#include "output/vcf_header.hpp"
#include "pipeline/pipeline.hpp"
#include "support/machine.hpp"
#include "support/standard_streams.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

namespace {

/// One conversion, from opened matrix to published output.
class Conversion {
 public:
  explicit Conversion(ConvertOptions const& options, ConversionWatch* watch = nullptr)
      : options_{options},
        watch_{watch},
        plan_{make_plan(options)},
        thread_count_{options.threads != 0 ? options.threads : usable_cpu_count()},
        pool_{thread_count_},
        input_{options.matrices, &pool_},
        header_{read_header()},
        progress_{progress_style(options.progress, options.output), input_.disk_bytes()},
        backends_{options, cpu::select_stages(options.simd), pool_} {
    add_columns();
    if (watch_ != nullptr) watch_->begin(plan_.row, header_, input_);
    if (plan_.output.is_vcf()) prepare_vcf();
    output_.emplace(options, plan_, pool_);
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
    output_->publish();
    memory_.peak_resident = read_memory_use().peak_resident;  // a sort's end takes some too
    progress_.finish(bytes_in(), totals_.rows);
  }

  Totals const& totals() const { return totals_; }

  std::vector<std::string> notes() const {
    auto notes = header_.notes;
    for (auto const& note : genotypes_->notes()) notes.push_back(note);
    return notes;
  }

  /// Tells how it went. @return whether the user has to see a warning.
  ExitStatus tell(double seconds) {
    ConversionResult const result{
        .plan = plan_.row,
        .contigs = stream_ ? stream_->names() : input_plan_.names,
        .contig_order = stream_ ? order_contigs(stream_->names(), ContigOrder::first)
                                : input_plan_.contig_order,
        .totals = totals_,
        .matrix = input_.name(),
        .matrix_files = file_names(),
        .output = output_->file().name(),
        .bytes_in = bytes_in(),
        .text_bytes_in = stream_ ? stream_->bytes() : input_.size(),
        .bytes_out = output_->file().bytes(),
        .seconds = seconds,
        .is_complete = !output_->file().is_cut_off(),
        .backend = backend_name_,
        .threads = thread_count_,
        .memory = memory_,
        .command = options_.command,
        .notes = notes()};
    if (report_) {
      report_->write(make_report(result));
      report_->publish();
    }
    if (!options_.quiet) print_to_standard_error(make_summary(result));
    if (!totals_.unsorted) return ExitStatus::done;
    print_to_standard_error(make_unsorted_warning(result));
    return ExitStatus::warning;
  }

 private:
  MatrixHeader read_header() {
    if (!input_.is_regular() && plan_.contig_order != ContigOrder::first) {
      throw UsageError{"--contig-order sorted needs a matrix that can be read at any offset: " +
                       input_.advice()};
    }
    return read_matrix_header(
        input_, {options_.header, options_.column_names, plan_.layout, plan_.genotypes.format});
  }

  /// Takes the columns that the header tells of, and who rewrites rows that are not canonical.
  void add_columns() {
    add_cells();
    genotypes_.emplace(plan_, header_);
    rewriter_ = genotypes_->make_rewriter(std::move(rewriter_));
  }

  void add_cells() {
    if (plan_.genotypes.format != InputFormat::matrix || header_.layout.is_plain()) {
      add_samples(plan_, header_.column_names);
      return;
    }
    auto const count = static_cast<std::uint32_t>(header_.column_names.size());
    add_samples(plan_, header_.column_names, ColumnFields{header_.layout, count}.calls);
    rewriter_ = make_column_rewriter(header_.layout,
                                     {header_.column_names, plan_.row.rules, plan_.missing_code,
                                      plan_.least_quality, &select_cell_picker(options_.simd)});
  }

  RowShape const& shape() const { return header_.layout.shape; }

  void prepare_vcf() {
    check_vcf_samples(plan_.row);
    if (options_.fai) contigs_ = read_fai(*options_.fai);
    if (options_.contigs) contigs_ = parse_contigs(*options_.contigs);
    has_contig_list_ = options_.fai || options_.contigs;
    if (!input_.is_regular() && !has_contig_list_ && plan_.row.kind == RecordKind::bcf) {
      throw UsageError{
          "BCF lists its contigs before the first record, and a stream tells them too late: give "
          "them with --fai FILE or --contigs a,b,c, or " +
          input_.advice()};
    }
  }

  void convert_file() {
    // A plan made by bisection may turn out wrong: then what is written has to be taken back.
    // Rows that are left out are told with their line numbers, which in another order than the
    // file's only a scan knows.
    bool must_scan = options_.full_scan || !output_->file().can_restart() ||
                     (rejects_ && !rejects_->can_restart());
    if (!must_scan) {
      auto found = bisect_contig_runs(input_, header_, shape());
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
        if (rejects_) rejects_->restart();
      }
    }
    input_plan_ = make_input_plan(scan_contig_runs(input_, header_, shape()), plan_.contig_order);
    try {
      convert_by_plan();
    } catch (BrokenPlan const&) {
      throw ChangedInput{describe_change(input_.name())};
    }
  }

  /// What the header and the records say of the plan's contigs.
  void describe_contigs() {
    if (!has_contig_list_) {
      std::vector<ContigList::Contig> contigs;
      for (auto const k : input_plan_.contig_order) contigs.push_back({input_plan_.names.name(k)});
      contigs_ = ContigList{contigs};
    }
    for (std::uint32_t k = 0; k < input_plan_.names.count(); ++k) {
      input_plan_.facts[k] = contigs_.facts(input_plan_.names.name(k));
    }
    if (!plan_.row.has_phase_set) return;
    find_phase_sets(input_, header_, shape(), input_plan_);
  }

  void convert_by_plan() {
    if (plan_.output.is_vcf()) describe_contigs();
    FileSource source{input_, input_plan_, header_.data_begin, backends_.cpu_chunk_bytes()};
    rewrite_and_convert(source);
  }

  void convert_stream() {
    stream_.emplace(input_, header_, contigs_, shape(), backends_.cpu_chunk_bytes());
    rewrite_and_convert(*stream_);
  }

  void rewrite_and_convert(MatrixSource& originals) {
    genotypes_->begin();
    if (!rewriter_) return convert(originals);
    RewritingSource source{originals, *rewriter_};
    convert(source);
  }

  void convert(MatrixSource& rows) {
    MatrixSource& source = watch_ == nullptr ? rows : watch_->watch(rows);
    auto const tell = [this](std::string const& words) {
      progress_.clear();
      print_to_standard_error("hapmill: " + words + "\n");
    };
    auto const backend =
        backends_.make_backend(plan_.row, source, input_.is_regular() ? input_.size() : 0, tell);
    output_->begin(contigs_);
    totals_ = run_pipeline({plan_.row, input_, source, *backend, output_->writer(),
                            output_->index(), rejects_ ? &*rejects_ : nullptr, progress_,
                            rewriter_.get(), watch_rejected()});
    backend_name_ = backend->name();
    memory_ = read_memory_use();  // while the backend's buffers are there
  }

  std::function<void(RejectedRow const& row, RowPlace place)> watch_rejected() const {
    if (watch_ == nullptr) return {};
    return [this](RejectedRow const& row, RowPlace place) {
      watch_->reject(row, place, rewriter_.get());
    };
  }

  std::uint64_t bytes_in() const {
    return stream_ ? input_.bytes_done(stream_->bytes()) : input_.disk_bytes();
  }

  std::vector<std::string> file_names() const {
    std::vector<std::string> names;
    for (auto const& file : input_.identities()) names.push_back(file.path);
    return names;
  }

  ConvertOptions const& options_;
  ConversionWatch* watch_;
  ConvertPlan plan_;
  std::size_t thread_count_;
  TaskPool pool_;
  MatrixInput input_;
  MatrixHeader header_;
  std::optional<GenotypeInput> genotypes_;
  std::unique_ptr<RowRewriter> rewriter_;  ///< null: rows are canonical as they stand
  Progress progress_;
  BackendChoice backends_;
  ContigList contigs_;
  bool has_contig_list_ = false;
  std::optional<RecordOutput> output_;
  std::optional<OutputFile> rejects_;
  std::optional<OutputFile> report_;
  InputPlan input_plan_;
  std::optional<StreamSource> stream_;
  std::string backend_name_;
  Totals totals_;
  MemoryUse memory_{};
};

}  // namespace

void run_conversion(ConvertOptions const& options, ConversionWatch& watch) {
  Conversion conversion{options, &watch};
  conversion.run();
  watch.end(conversion.totals(), conversion.notes());
}

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
  return conversion.tell(
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
}

}  // namespace hapmill
