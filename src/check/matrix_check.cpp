#include "check/matrix_check.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include "check/advice.hpp"
#include "check/watched_source.hpp"
#include "convert/conversion.hpp"
#include "matrix/file_kind.hpp"
#include "matrix/row_fault_message.hpp"

namespace hapmill {

namespace {

std::string names_from(ConvertFiles const& files, MatrixHeader const& header) {
  if (files.header) return files.header->text();
  bool const starts_with_row = header.first_line == 1;
  if (starts_with_row && files.column_names) return files.column_names->text();
  if (starts_with_row) return "none, so columns are numbered";
  return "line " + std::to_string(header.first_line - 1);
}

/// The conversion of all rows, in the order of the file, to nowhere. Malformed rows are left out,
/// so that more than the first one is found.
ConvertPlan without_output(ConvertPlan plan, std::uint64_t row_limit) {
  plan.files.output = plan.files.list->writes("the output", "/dev/null");
  plan.files.index.reset();
  plan.files.rejects.reset();
  plan.files.report.reset();
  plan.split_folder.reset();
  plan.output.is_compressed = false;
  plan.index = IndexChoice::by_output;
  plan.sorts_sites = false;
  plan.typed.output = plan.files.output.text();
  plan.typed.files = plan.files;
  plan.typed.split_folder.reset();
  plan.row.count_columns = false;
  plan.row.bad_rows = BadRowPolicy::skip;
  // The CPU loads each chunk once, and the line of a row is always known if all rows are read.
  plan.machine.device = parse_device("cpu");
  plan.full_scan = plan.full_scan || row_limit == 0;
  return plan;
}

/// Gathers what is found in one matrix.
class MatrixCheck {
 public:
  MatrixCheck(ConvertPlan const& convert, std::uint64_t row_limit) : convert_{convert} {
    found_.matrix = name_of_matrix(convert.files.matrices);
    found_.command = convert.command;
    found_.row_limit = row_limit;
  }

  /// Throws InputError where convert would refuse the matrix; what was found before stays.
  void run() {
    Conversion conversion{without_output(convert_, found_.row_limit)};
    note_header(conversion.input());
    auto const take = [&] { take_rows_seen(); };
    RowTaps const taps{
        .source = [this](MatrixSource& rows) -> MatrixSource& { return watch(rows); },
        .on_rejected = [&](RejectedRow const& row,
                           RowPlace place) { note_bad_row(conversion.input(), row, place); }};
    try {
      conversion.run(taps);
    } catch (InputError const&) {
      take();
      throw;
    }
    take();
    found_.totals = conversion.totals();
    found_.notes = conversion.notes();
  }

  MatrixFindings take_findings() { return std::move(found_); }

 private:
  void note_header(ConversionInput const& input) {
    auto const& header = input.header();
    RowPlan const& plan = input.plan().row;
    found_.has_header = true;
    found_.byte_count = input.matrix().is_regular() ? input.matrix().size() : 0;
    found_.names_from = names_from(convert_.files, header);
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
    reading.deletion_code = convert_.deletion_code;
    reading.missing_codes = convert_.genotypes.missing_codes;
  }

  /// Called anew where a conversion starts again: what was seen before is void then.
  MatrixSource& watch(MatrixSource& rows) {
    found_.bad_rows.clear();
    source_ = std::make_unique<WatchedSource>(rows, found_.reading, found_.row_limit);
    return *source_;
  }

  void note_bad_row(ConversionInput const& input, RejectedRow const& row, RowPlace place) {
    if (found_.bad_rows.size() == MatrixFindings::kept_bad_rows) return;
    found_.bad_rows.push_back(
        {line_of(place), describe_fault(input.matrix().name_at(row.offset), line_of(place), row,
                                        found_.plan, input.rewriter())});
  }

  void take_rows_seen() {
    if (!source_) return;
    found_.cells = source_->cells();
    found_.order = source_->order();
    found_.is_cut = source_->is_cut();
  }

  ConvertPlan const& convert_;
  MatrixFindings found_;
  std::unique_ptr<WatchedSource> source_;
};

/// The first bytes of a file; empty for a stream, which can be read only once.
std::string read_start(InputPath const& file) {
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

std::vector<Advice> advise(MatrixFindings const& found, ConvertPlan const& convert) {
  std::vector<Advice> advice;
  auto const start = read_start(convert.files.matrices.front());
  // No option helps with a file that is not a matrix.
  if (what_it_looks_like(start, found.plan.delimiter)) return advice;
  advice = advise_on_layout(start, convert.row.delimiter);
  if (advice.empty() && found.has_header) advice = advise_on_rows(found);
  std::erase_if(advice, [&](Advice const& one) { return is_given(one.option, convert.command); });
  return advice;
}

}  // namespace

MatrixFindings check_matrix(ConvertPlan const& convert, std::uint64_t row_limit) {
  MatrixCheck check{convert, row_limit};
  CheckVerdict verdict;
  try {
    check.run();
  } catch (InputError const& error) {
    verdict = {error.status(), error.what()};
  }
  auto found = check.take_findings();
  // convert would have stopped at the first bad row, before any other error.
  if (convert.row.bad_rows == BadRowPolicy::error && !found.bad_rows.empty()) {
    verdict = {ExitStatus::input, found.bad_rows.front().what};
  }
  found.verdict = verdict;
  found.advice = advise(found, convert);
  return found;
}

}  // namespace hapmill
