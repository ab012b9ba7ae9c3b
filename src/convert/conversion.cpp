#include "convert/conversion.hpp"

#include <utility>

#include "convert/report.hpp"
#include "convert/split_output.hpp"
#include "rows/broken_plan.hpp"
#include "rows/file_source.hpp"
#include "rows/position_check.hpp"
#include "support/standard_streams.hpp"

namespace hapmill {

namespace {

MemoryWatch memory_watch(ConvertFiles const& files) {
  bool const has_report = files.report.has_value();
  return {.measures_pss = has_report,
          .keeps_profile = has_report || files.memory_profile,
          .profile_path = files.memory_profile};
}

}  // namespace

Conversion::Conversion(ConvertPlan plan)
    : pool_{plan.machine.threads},
      input_{std::move(plan), &pool_},
      plan_{input_.plan()},
      machine_{input_, pool_, memory_watch(plan_.files)},
      output_{make_output(plan_.typed, input_, pool_)} {
  if (plan_.files.rejects) rejects_.emplace(*plan_.files.rejects);
  if (plan_.files.report) report_.emplace(*plan_.files.report);
}

void Conversion::run(RowTaps const& taps) {
  try {
    if (input_.matrix().is_regular()) {
      convert_file(taps);
    } else {
      convert_stream(taps);
    }
  } catch (InputError const&) {
    // If the file is still being written, this and not a malformed row is the fault.
    input_.matrix().check_unchanged();
    throw;
  }
  machine_.progress().clear();
  input_.matrix().check_unchanged();
  if (rejects_) rejects_->publish();
  finished_ = output_->publish();
  machine_.finish(bytes_in(), totals_.rows);
}

ExitStatus Conversion::report(double seconds) {
  ConversionResult const result{
      .plan = plan_.row,
      .contigs = stream_ ? stream_->names() : input_plan_.names,
      .contig_order = stream_ ? order_contigs(stream_->names(), ContigOrder::first)
                              : input_plan_.chosen_contigs(),
      .regions = stream_ ? std::nullopt : input_plan_.regions,
      .totals = totals_,
      .matrix = input_.matrix().name(),
      .matrix_files = input_.file_names(),
      .output = finished_.name,
      .bytes_in = bytes_in(),
      .text_bytes_in = text_bytes_in(),
      .bytes_out = finished_.file.bytes,
      .seconds = seconds,
      .is_complete = finished_.is_complete,
      .backend = machine_.backend_name(),
      .threads = machine_.thread_count(),
      .memory = machine_.memory(),
      .profile = machine_.memory_summary(),
      .command = plan_.command,
      .notes = notes()};
  if (report_) {
    report_->write(make_report(result));
    report_->publish();
  }
  if (!plan_.quiet) print_to_standard_error(make_summary(result));
  if (!totals_.unsorted) return ExitStatus::done;
  print_to_standard_error(make_unsorted_warning(result));
  return ExitStatus::warning;
}

void Conversion::convert_file(RowTaps const& taps) {
  if (auto input_plan = plan_.full_scan ? std::nullopt : bisect()) {
    input_plan_ = std::move(*input_plan);
    try {
      convert_by_plan(taps);
      return;
    } catch (BrokenPlan const&) {
      machine_.tell(input_.matrix().name() +
                    (input_.has_regions() ? ": rows of a contig are not together or go backwards"
                                          : ": rows of a contig are not together") +
                    "; starting again with a scan of all rows");
      if (rejects_) rejects_->restart();
    }
  }
  input_plan_ = input_.scan();
  try {
    convert_by_plan(taps);
  } catch (BrokenPlan const&) {
    throw ChangedInput{describe_change(input_.matrix().name())};
  }
}

bool Conversion::can_restart() const {
  return output_->can_restart() && (!rejects_ || rejects_->can_restart());
}

/// A plan made by bisection may turn out wrong. Then what is written has to be taken back; where
/// that is not possible, the rows of regions are read and checked first.
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

void Conversion::convert_by_plan(RowTaps const& taps) {
  input_.describe_contigs(input_plan_);
  if (input_plan_.regions) machine_.set_input_bytes(input_plan_.size());
  machine_.fit_contigs(input_plan_.names);
  output_->expect(contigs_to_write(input_plan_));
  totals_ = machine_.convert(input_plan_, target(taps));
}

void Conversion::convert_stream(RowTaps const& taps) {
  stream_.emplace(input_.matrix(), input_.header(), input_.contigs(), input_.shape(),
                  machine_.chunk_bytes());
  totals_ = machine_.convert(*stream_, target(taps));
}

RowTarget Conversion::target(RowTaps const& taps) {
  return {*output_, rejects_ ? &*rejects_ : nullptr, taps};
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
