#include "input/matrix_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "hapmill/model/row_fields.hpp"
#include "hapmill/support/errors.hpp"
#include "input/line_numbers.hpp"
#include "input/text_lines.hpp"

namespace hapmill {

namespace {

/// Lines from the begin of a matrix, kept, so that a stream can be given them again.
class LeadingLines {
 public:
  explicit LeadingLines(MatrixFile& input) : input_{input} { skip_byte_order_mark(); }

  /// The next line without its newline; false at the end. Does not go past it.
  bool peek(std::string_view& line) {
    std::size_t newline = text_.find('\n', begin_);
    while (newline == std::string::npos) {
      std::size_t const searched = text_.size();
      if (!read_more()) break;
      newline = text_.find('\n', searched);
    }
    if (begin_ == text_.size()) return false;
    std::size_t const end = newline == std::string::npos ? text_.size() : newline;
    next_ = newline == std::string::npos ? end : end + 1;
    line = std::string_view{text_}.substr(begin_, end - begin_);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
  }

  /// Goes past the line that was peeked.
  void skip() {
    begin_ = next_;
    ++line_number_;
  }

  std::uint64_t begin() const { return begin_; }
  std::uint64_t line_number() const { return line_number_; }
  std::string take_text() { return std::move(text_); }

 private:
  bool read_more() {
    constexpr std::size_t step = 64U << 10;
    std::size_t const before = text_.size();
    if (before - begin_ > max_row_bytes) {
      refuse_long_line(input_.name(), line_number_);
    }
    text_.resize(before + step);
    std::size_t const got = input_.is_regular()
                                ? input_.read_at(text_.data() + before, step, before)
                                : input_.read_next(text_.data() + before, step);
    text_.resize(before + got);
    return got != 0;
  }

  void skip_byte_order_mark() {
    while (text_.size() < 4 && read_more()) {
    }
    if (text_.starts_with("\xEF\xBB\xBF")) begin_ = 3;
  }

  MatrixFile& input_;
  std::string text_;
  std::size_t begin_ = 0;
  std::size_t next_ = 0;
  std::uint64_t line_number_ = 1;
};

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char byte) { return byte >= '0' && byte <= '9'; });
}

bool looks_like_header(std::vector<std::string> const& fields) {
  static constexpr std::array names{"CHROM", "#CHROM", "CHR", "CONTIG", "CHROMOSOME", "SCAFFOLD"};
  std::string first = fields.front();
  std::transform(first.begin(), first.end(), first.begin(), to_upper);
  return fields.size() > 1 && std::find(names.begin(), names.end(), first) != names.end() &&
         !is_number(fields[1]);
}

std::vector<std::string> haplotype_columns(std::vector<std::string> fields,
                                           std::string const& where) {
  if (fields.size() <= site_field_count) {
    throw InputError{
        fmt::format("{}: {} column{}, where CHROM, POS, REF and at least one haplotype column are "
                    "needed (found "
                    "{}); if another byte than a TAB parts them, name it with --delimiter",
                    where, fields.size(), fields.size() == 1 ? "" : "s", quoted(fields.back()))};
  }
  fields.erase(fields.begin(), fields.begin() + site_field_count);
  for (std::size_t k = 0; k < fields.size(); ++k) {
    if (!fields[k].empty()) continue;
    throw InputError{fmt::format("{}: column {} has no name: give it one in the header", where,
                                 k + 1 + site_field_count)};
  }
  return fields;
}

std::vector<std::string> names_of_header_file(std::string const& path, char delimiter) {
  auto const lines = split_lines(read_small_file(path));
  if (lines.size() != 1) {
    throw InputError{fmt::format("{}: {} lines, where the header is one: the names of all columns",
                                 path, lines.empty() ? "no" : std::to_string(lines.size()))};
  }
  return haplotype_columns(split_fields(lines.front(), delimiter), path + ":1");
}

std::vector<std::string> names_of_list(std::string const& path) {
  auto names = split_lines(read_small_file(path));
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (names[k].empty())
      throw InputError{
          fmt::format("{}:{}: the column has no name: write one on each line", path, k + 1)};
  }
  if (names.empty()) throw InputError{path + " has no column names: write one on each line"};
  return names;
}

std::vector<std::string> numbered_names(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t k = 1; k <= count; ++k) names.push_back(fmt::format("s{}", k));
  return names;
}

}  // namespace

MatrixHeader read_file_header(MatrixFile& input, HeaderOptions const& options) {
  LeadingLines lines{input};
  MatrixHeader header;
  if (options.header_path) {
    header.column_names = names_of_header_file(*options.header_path, options.delimiter);
  }
  std::string_view line;
  bool has_line = lines.peek(line);
  while (has_line && line.starts_with("##")) {
    lines.skip();
    has_line = lines.peek(line);
  }
  if (!has_line) {
    throw InputError{input.name() +
                     (lines.begin() == 0 ? " is empty" : " has no header and no rows") +
                     ": a matrix has a row for each site, of CHROM, POS, REF and the haplotype "
                     "columns"};
  }
  auto const where = fmt::format("{}:{}", input.name(), lines.line_number());
  auto const fields = split_fields(line, options.delimiter);
  if (!options.header_path) {
    if (looks_like_header(fields)) {
      header.column_names = haplotype_columns(fields, where);
      header.has_header_row = true;
      lines.skip();
    } else if (options.column_names_path) {
      header.column_names = names_of_list(*options.column_names_path);
    } else {
      header.column_names = numbered_names(haplotype_columns(fields, where).size());
    }
  }
  header.data_begin = lines.begin();
  header.first_line = lines.line_number();
  if (!input.is_regular()) header.prefix = lines.take_text();
  return header;
}

}  // namespace hapmill
