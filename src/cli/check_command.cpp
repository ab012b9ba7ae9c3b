#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include "bytes/standard_output.hpp"
#include "check/advice.hpp"
#include "check/findings.hpp"
#include "check/watched_source.hpp"
#include "cli/commands.hpp"
#include "convert/conversion_watch.hpp"
#include "matrix/file_kind.hpp"
#include "matrix/row_fault_message.hpp"
#include "options/convert_arguments.hpp"
#include "options/planner.hpp"
#include "support/human_units.hpp"

namespace hapmill {

namespace {

std::string names_from(ConvertOptions const& options, MatrixHeader const& header) {
  if (options.header) return *options.header;
  bool const begins_with_row = header.first_line == 1;
  if (begins_with_row && options.column_names) return *options.column_names;
  if (begins_with_row) return "none, so columns are numbered";
  return "line " + std::to_string(header.first_line - 1);
}

/// Takes notes of a conversion.
class Notes : public ConversionWatch {
 public:
  Notes(ConvertOptions const& options, CheckOptions const& check) : options_{options} {
    found_.matrix = name_of_matrix(options.matrices);
    found_.command = options.command;
    found_.row_limit = check.row_limit;
  }

  void begin(RowPlan const& plan, MatrixHeader const& header, MatrixInput const& input) override {
    input_ = &input;
    found_.has_header = true;
    found_.byte_count = input.is_regular() ? input.size() : 0;
    found_.names_from = names_from(options_, header);
    found_.first_line = header.first_line;
    found_.header_names = header.column_names;
    found_.plan = plan;
    std::uint32_t const alleles =
        plan.phase.first_column != 0 ? plan.phase.first_column : plan.column_count();
    found_.column_names.assign(plan.column_names.begin(), plan.column_names.begin() + alleles);
    CountedCells& reading = found_.reading;
    reading.column_count = plan.column_count();
    reading.allele_columns = alleles;
    reading.delimiter = plan.delimiter;
    reading.fold_case = plan.rules.fold_case;
    reading.deletion_code = options_.deletion_code;
    reading.missing_codes = make_plan(options_).genotypes.missing_codes;
  }

  MatrixSource& watch(MatrixSource& source) override {
    found_.bad_rows.clear();
    source_ = std::make_unique<WatchedSource>(source, found_.reading, found_.row_limit);
    return *source_;
  }

  void reject(RejectedRow const& row, RowPlace place, RowRewriter const* rewriter) override {
    if (found_.bad_rows.size() == MatrixFindings::kept_bad_rows) return;
    found_.bad_rows.push_back(
        {line_of(place),
         describe_fault(input_->name_at(row.offset), line_of(place), row, found_.plan, rewriter)});
  }

  void end(Totals const& totals, std::vector<std::string> const& notes) override {
    found_.totals = totals;
    found_.notes = notes;
  }

  /// What was found, once the conversion is over, however it ended.
  MatrixFindings take_findings() {
    if (source_) {
      found_.cells = source_->cells();
      found_.order = source_->order();
      found_.is_cut = source_->is_cut();
    }
    return std::move(found_);
  }

 private:
  ConvertOptions const& options_;
  MatrixInput const* input_ = nullptr;  ///< while it is converted
  MatrixFindings found_;
  std::unique_ptr<WatchedSource> source_;
};

/// The options for a conversion of all rows, in the order of the file, whose output goes nowhere.
ConvertOptions without_output(ConvertOptions options) {
  OutputType const type = make_plan(options).output;
  options.output_type = type.kind == RecordKind::vcf   ? "v"
                        : type.kind == RecordKind::bcf ? "u"
                                                       : "t";
  options.output = "/dev/null";
  options.compression_level.reset();
  options.index.reset();
  options.sort = false;
  options.rejects.reset();
  options.report.reset();
  options.on_bad_row = "skip";
  // Each chunk is loaded once, and where all rows are read a line is always known.
  options.device = "cpu";
  options.full_scan = true;
  options.files = list_files(options);
  return options;
}

/// The first bytes of a file that can be read twice.
std::string read_begin(InputPath const& file) {
  std::string const& path = file.text();
  std::error_code none;
  if (path == "-" || !std::filesystem::is_regular_file(path, none)) return {};
  MatrixInput input{file};
  std::string text(kind_sample_bytes, '\0');
  std::size_t size = 0;
  if (input.is_regular()) {
    size = input.read_at(text.data(), text.size(), 0);
  } else {
    for (std::size_t got = 1; got != 0 && size < text.size(); size += got) {
      got = input.read_next(text.data() + size, text.size() - size);
    }
  }
  text.resize(size);
  return text;
}

bool is_given(std::string const& option, std::vector<std::string> const& arguments) {
  std::string const name = option.substr(0, option.find(' '));
  return name != "--missing-code" &&
         std::any_of(arguments.begin(), arguments.end(), [&](std::string const& argument) {
           return argument == name || argument.starts_with(name + "=");
         });
}

std::vector<Advice> advise(MatrixFindings const& found, ConvertOptions const& options) {
  std::vector<Advice> advice;
  auto const begin = read_begin(options.files.matrices.front());
  // What is no matrix at all needs no options.
  if (what_it_looks_like(begin, found.plan.delimiter)) return advice;
  advice = advise_on_layout(begin, make_plan(options).row.delimiter);
  if (advice.empty() && found.has_header) advice = advise_on_rows(found);
  std::erase_if(advice, [&](Advice const& one) { return is_given(one.option, options.command); });
  return advice;
}

}  // namespace

ExitStatus check_command(std::vector<std::string> const& arguments) {
  auto const check = parse_check_arguments(arguments);
  if (!check) {
    print_to_standard_output(check_help());
    return ExitStatus::done;
  }
  ConvertOptions const* const options = &check->convert;
  list_standard_output(*options);
  bool const stops_at_bad_row = make_plan(*options).row.bad_rows == BadRowPolicy::error;
  Notes notes{*options, *check};
  CheckVerdict verdict;
  try {
    auto conversion = without_output(*options);
    if (check->row_limit != 0) conversion.full_scan = options->full_scan;
    run_conversion(conversion, notes);
  } catch (InputError const& error) {
    verdict = {error.status(), error.what()};
  }
  MatrixFindings found = notes.take_findings();
  // A bad row comes before whatever ended the conversion.
  if (stops_at_bad_row && !found.bad_rows.empty()) {
    verdict = {ExitStatus::input, found.bad_rows.front().what};
  }
  found.verdict = verdict;
  found.advice = advise(found, *options);
  print_to_standard_output(check->as_json ? findings_as_json(found) : findings_as_text(found));
  return verdict.status;
}

}  // namespace hapmill
