#include "convert/conversion.hpp"

#include "convert/report.hpp"
#include "convert/split_output.hpp"
#include "dialects/rewriting_source.hpp"
#include "rows/broken_plan.hpp"
#include "rows/file_source.hpp"
#include "rows/position_check.hpp"
#include "support/standard_streams.hpp"

namespace hapmill {

Conversion::Conversion(ConvertOptions const& options, ConversionWatch* watch)
    : options_{options},
      watch_{watch},
      pool_{asked_share(options).threads},
      input_{options, &pool_},
      machine_{options, input_, pool_},
      output_{make_output(options, input_, pool_)} {
  if (watch_ != nullptr) watch_->begin(input_.plan().row, input_.header(), input_.matrix());
  if (options.files.rejects) rejects_.emplace(*options.files.rejects);
  if (options.files.report) report_.emplace(*options.files.report);
}

void Conversion::run() {
  try {
    if (input_.matrix().is_regular()) {
      convert_file();
    } else {
      convert_stream();
    }
  } catch (InputError const&) {
    // A row that does not fit, of a file that is still being written, is not at fault.
    input_.matrix().check_unchanged();
    throw;
  }
  machine_.progress().clear();
  input_.matrix().check_unchanged();
  if (rejects_) rejects_->publish();
  output_->publish();
  machine_.finish(bytes_in(), totals_.rows);
  if (watch_ != nullptr) watch_->end(totals_, input_.notes(input_.mismatches()));
}

ExitStatus Conversion::tell(double seconds) {
  ConversionResult const result{
      .plan = input_.plan().row,
      .contigs = stream_ ? stream_->names() : input_plan_.names,
      .contig_order = stream_ ? order_contigs(stream_->names(), ContigOrder::first)
                              : input_plan_.chosen_contigs(),
      .regions = stream_ ? std::nullopt : input_plan_.regions,
      .totals = totals_,
      .matrix = input_.matrix().name(),
      .matrix_files = input_.file_names(),
      .output = output_->name(),
      .bytes_in = bytes_in(),
      .text_bytes_in = text_bytes_in(),
      .bytes_out = output_->bytes(),
      .seconds = seconds,
      .is_complete = !output_->is_cut_off(),
      .backend = machine_.backend_name(),
      .threads = machine_.thread_count(),
      .memory = machine_.memory(),
      .profile = machine_.memory_summary(),
      .command = options_.command,
      .notes = input_.notes(input_.mismatches())};
  if (report_) {
    report_->write(make_report(result));
    report_->publish();
  }
  if (!options_.quiet) print_to_standard_error(make_summary(result));
  if (!totals_.unsorted) return ExitStatus::done;
  print_to_standard_error(make_unsorted_warning(result));
  return ExitStatus::warning;
}

void Conversion::convert_file() {
  if (auto input_plan = options_.full_scan ? std::nullopt : bisect()) {
    input_plan_ = std::move(*input_plan);
    try {
      convert_by_plan();
      return;
    } catch (BrokenPlan const&) {
      machine_.tell(input_.matrix().name() +
                    (input_.has_regions() ? ": rows of a contig stand apart or go backwards"
                                          : ": rows of a contig stand apart") +
                    "; starting again from a scan of all rows");
      if (rejects_) rejects_->restart();
    }
  }
  input_plan_ = input_.scan();
  try {
    convert_by_plan();
  } catch (BrokenPlan const&) {
    throw ChangedInput{describe_change(input_.matrix().name())};
  }
}

bool Conversion::can_restart() const {
  return output_->can_restart() && (!rejects_ || rejects_->can_restart());
}

/// A plan made by bisection may turn out wrong: then what is written has to be taken back. Where it
/// cannot be, the rows of regions are read and checked first.
std::optional<InputPlan> Conversion::bisect() {
  if (!can_restart() && !input_.has_regions()) return std::nullopt;
  auto input_plan = input_.bisect();
  if (!input_plan || can_restart()) return input_plan;
  FileSource source{input_.matrix(), *input_plan, input_.header().data_begin,
                    machine_.chunk_bytes()};
  try {
    PositionCheck{source, input_.shape()}.check_all();
  } catch (BrokenPlan const&) {
    return std::nullopt;
  }
  return input_plan;
}

void Conversion::convert_by_plan() {
  input_.describe_contigs(input_plan_);
  if (input_plan_.regions) machine_.set_input_bytes(input_plan_.size());
  machine_.fit_contigs(input_plan_.names);
  FileSource source{input_.matrix(), input_plan_, input_.header().data_begin,
                    machine_.chunk_bytes()};
  PositionCheck check{source, input_.shape()};
  convert(check);
  check.finish();
}

void Conversion::convert_stream() {
  stream_.emplace(input_.matrix(), input_.header(), input_.contigs(), input_.shape(),
                  machine_.chunk_bytes());
  convert(*stream_);
}

void Conversion::convert(MatrixSource& originals) {
  if (input_.rewriter() == nullptr) return convert_canonical(originals);
  RewritingSource source{originals, *input_.rewriter()};
  convert_canonical(source);
}

void Conversion::convert_canonical(MatrixSource& rows) {
  input_.begin();
  MatrixSource& source = watch_ == nullptr ? rows : watch_->watch(rows);
  if (!stream_) output_->expect(contigs_to_write(input_plan_));
  output_->begin(machine_.sort_bytes());
  RowWatch on_rejected;
  if (watch_ != nullptr) {
    on_rejected = [this](RejectedRow const& row, RowPlace place) {
      watch_->reject(row, place, input_.rewriter());
    };
  }
  totals_ = machine_.run(source, {output_->writer(), output_->index(), output_->contigs(),
                                  rejects_ ? &*rejects_ : nullptr, on_rejected});
}

std::uint64_t Conversion::bytes_in() const {
  if (stream_) return input_.matrix().bytes_done(stream_->bytes());
  return input_plan_.regions ? input_plan_.size() : input_.matrix().disk_bytes();
}

std::uint64_t Conversion::text_bytes_in() const {
  if (stream_) return stream_->bytes();
  return input_plan_.regions ? input_plan_.size() : input_.matrix().size();
}

}  // namespace hapmill
