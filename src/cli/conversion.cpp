#include "cli/conversion.hpp"

#include "cli/report.hpp"
#include "input/file_source.hpp"
#include "support/standard_streams.hpp"

namespace hapmill {

Conversion::Conversion(ConvertOptions const& options)
    : options_{options},
      input_{options},
      machine_{options, input_.matrix().is_regular() ? input_.matrix().size() : 0},
      output_{options, input_, machine_.pool()} {
  if (options.rejects) rejects_.emplace(*options.rejects);
  if (options.report) report_.emplace(*options.report);
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
  output_.publish();
  machine_.finish(bytes_in(), totals_.rows);
}

ExitStatus Conversion::tell(double seconds) {
  ConversionResult const result{
      .plan = input_.plan().row,
      .contigs = stream_ ? stream_->names() : input_plan_.names,
      .contig_order =
          stream_ ? order_contigs(stream_->names(), ContigOrder::first) : input_plan_.contig_order,
      .totals = totals_,
      .matrix = input_.matrix().name(),
      .output = output_.file().name(),
      .bytes_in = bytes_in(),
      .bytes_out = output_.file().bytes(),
      .seconds = seconds,
      .is_complete = !output_.file().is_cut_off(),
      .backend = machine_.backend_name(),
      .threads = machine_.thread_count(),
      .memory = machine_.memory(),
      .command = options_.command};
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
  // A plan made by bisection may turn out wrong: then what is written has to be taken back.
  bool const may_bisect =
      !options_.full_scan && output_.file().can_restart() && (!rejects_ || rejects_->can_restart());
  if (auto input_plan = may_bisect ? input_.bisect() : std::nullopt) {
    input_plan_ = std::move(*input_plan);
    try {
      convert_by_plan();
      return;
    } catch (BrokenPlan const&) {
      machine_.tell(input_.matrix().name() +
                    ": rows of a contig stand apart; starting again from a scan of all rows");
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

void Conversion::convert_by_plan() {
  input_.describe_contigs(input_plan_);
  FileSource source{input_.matrix(), input_plan_, input_.header().data_begin,
                    machine_.chunk_bytes()};
  convert(source);
}

void Conversion::convert_stream() {
  stream_.emplace(input_.matrix(), input_.header(), input_.contigs(), input_.delimiter(),
                  machine_.chunk_bytes());
  convert(*stream_);
}

void Conversion::convert(MatrixSource& source) {
  output_.begin();
  totals_ = machine_.run(input_.plan().row, input_.matrix(), source, output_.writer(),
                         output_.index(), rejects_ ? &*rejects_ : nullptr);
}

std::uint64_t Conversion::bytes_in() const {
  return stream_ ? stream_->bytes() : input_.matrix().size();
}

}  // namespace hapmill
