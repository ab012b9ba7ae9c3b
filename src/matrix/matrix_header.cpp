#include "matrix/matrix_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "bytes/text_lines.hpp"
#include "hapmill/model/row_fields.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/file_kind.hpp"
#include "matrix/genotype_header.hpp"
#include "matrix/line_numbers.hpp"

namespace hapmill {

namespace {

using Fields = std::vector<std::string>;

/// Reads the first lines of a matrix and keeps them, because a stream cannot be read twice.
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
  /// The first bytes of the matrix, from which its kind is detected.
  std::string_view sample() {
    while (text_.size() < kind_sample_bytes && read_more()) {
    }
    return std::string_view{text_}.substr(0, kind_sample_bytes);
  }
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

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), to_upper);
  return text;
}

bool looks_like_header(Fields const& fields, HeaderOptions const& options) {
  if (options.format != InputFormat::matrix) return is_genotype_header(options.format, fields);
  ColumnLayout const& layout = options.layout;
  static constexpr std::array names{"CHROM", "#CHROM", "CHR", "CONTIG", "CHROMOSOME", "SCAFFOLD"};
  std::uint32_t const chrom = layout.shape.chrom_field;
  std::uint32_t const pos = layout.shape.pos_field;
  if (fields.size() <= std::max(chrom, pos)) return false;
  return std::find(names.begin(), names.end(), upper(fields[chrom])) != names.end() &&
         !is_number(fields[pos]);
}

Fields split_header(std::string_view line, RowShape const& shape) {
  std::vector<FieldSpan> spans;
  split_row({line.data(), static_cast<std::uint32_t>(line.size())}, shape, spans);
  Fields fields;
  for (auto const& span : spans) fields.emplace_back(line.substr(span.begin, span.size));
  if (fields.empty()) fields.emplace_back();
  return fields;
}

/// A column that a header calls ALT lists alternates: read as a haplotype column, it would make
/// every site variant.
void skip_alt_column(MatrixHeader& header, Fields const& names) {
  constexpr std::uint32_t usual_place = site_field_count;
  ColumnLayout& layout = header.layout;
  if (layout.is_given || names.size() <= usual_place || upper(names[usual_place]) != "ALT") return;
  layout.skipped.push_back(usual_place);
  header.notes.push_back(fmt::format(
      "column {} ({}) is skipped, since it lists alternates; `--columns alt={}` holds the cells to "
      "it, `--columns chrom=1,pos=2,ref=3` takes it for a haplotype column",
      usual_place + 1, names[usual_place], usual_place + 1));
}

/// A REF in another place than the one it is read from would turn all rows into nonsense.
void check_ref_column(ColumnLayout const& layout, Fields const& names, std::string const& where) {
  constexpr std::size_t looked_at = 12;
  auto const end = names.begin() + static_cast<std::ptrdiff_t>(std::min(looked_at, names.size()));
  auto const found = std::find_if(names.begin(), end,
                                  [](std::string const& name) { return upper(name) == "REF"; });
  auto const place = static_cast<std::size_t>(found - names.begin());
  if (layout.is_given || found == end || place <= layout.ref_field) return;
  bool const has_alt = place + 1 < names.size() && upper(names[place + 1]) == "ALT";
  std::string others = has_alt ? fmt::format(",alt={}", place + 2) : "";
  for (std::size_t k = layout.ref_field; k < place; ++k) others += fmt::format(",skip={}", k + 1);
  throw InputError{
      fmt::format("{}: column {} is called {}, and not column {} ({}): say which is which, as in "
                  "`--columns ref={}{}`",
                  where, place + 1, names[place], layout.ref_field + 1, names[layout.ref_field],
                  place + 1, others)};
}

/// Names the columns of cells by a header's names.
void name_columns(MatrixHeader& header, InputFormat format, Fields const& names,
                  std::string const& where) {
  if (format != InputFormat::matrix) {
    header.field_names = genotype_column_names(format, names, where);
    auto const first = static_cast<std::ptrdiff_t>(genotype_site_names(format).size());
    header.column_names.assign(header.field_names.begin() + first, header.field_names.end());
    return;
  }
  skip_alt_column(header, names);
  check_ref_column(header.layout, names, where);
  ColumnFields const fields{
      header.layout,
      count_columns(header.layout, static_cast<std::uint32_t>(names.size()), where, names.back())};
  for (auto const field : fields.calls) {
    if (names[field].empty()) {
      throw InputError{
          fmt::format("{}: column {} has no name: give it one in the header", where, field + 1)};
    }
    header.column_names.push_back(names[field]);
  }
}

void read_header_file(MatrixHeader& header, InputFormat format, InputPath const& file) {
  std::string const& path = file.text();
  auto const lines = split_lines(read_small_file(file));
  if (lines.size() != 1) {
    throw InputError{fmt::format("{}: {} lines, where the header is one: the names of all columns",
                                 path, lines.empty() ? "no" : std::to_string(lines.size()))};
  }
  name_columns(header, format, split_header(lines.front(), header.layout.shape), path + ":1");
}

/// The first field of a line of TSV or CSV; a line without TAB and comma is one field.
std::string first_field(std::string const& line) {
  std::size_t const tab = line.find('\t');
  std::string name = line.substr(0, tab != std::string::npos ? tab : line.find(','));
  bool const is_in_quotes = name.size() > 1 && name.front() == '"' && name.back() == '"';
  return is_in_quotes ? name.substr(1, name.size() - 2) : name;
}

/// The names in a list such as the accessions of the 1001 Genomes: CSV with the number of the
/// ecotype first. A plain list has nothing else on its lines.
std::vector<std::string> names_of_list(InputPath const& file) {
  std::string const& path = file.text();
  std::vector<std::string> names;
  for (auto const& line : split_lines(read_small_file(file))) {
    names.push_back(first_field(line));
    if (names.back().empty())
      throw InputError{
          fmt::format("{}:{}: the column has no name: write one on each line", path, names.size())};
  }
  if (names.empty()) throw InputError{path + " has no column names: write one on each line"};
  return names;
}

/// A layout may name columns that rows of so many names do not have.
void check_name_count(MatrixHeader const& header, std::string const& path) {
  ColumnLayout const& layout = header.layout;
  std::size_t const field_count =
      layout.site_fields().size() + header.column_names.size() * layout.cell_parts.size();
  count_columns(layout, static_cast<std::uint32_t>(field_count),
                fmt::format("{} ({} name{})", path, header.column_names.size(),
                            header.column_names.size() == 1 ? "" : "s"),
                header.column_names.back());
}

std::vector<std::string> numbered_names(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t k = 1; k <= count; ++k) names.push_back(fmt::format("s{}", k));
  return names;
}

std::uint32_t count_cells(MatrixHeader const& header, InputFormat format, Fields const& first_row,
                          std::string const& where) {
  if (format != InputFormat::matrix) return count_genotypes_of_row(format, first_row.size(), where);
  return count_columns(header.layout, static_cast<std::uint32_t>(first_row.size()), where,
                       first_row.back());
}

/// What is to be known of rows of genotypes beside the samples.
void note_genotypes(MatrixHeader& header, InputFormat format, LeadingLines& lines) {
  if (header.field_names.empty()) {
    header.field_names = genotype_site_names(format);
    header.field_names.insert(header.field_names.end(), header.column_names.begin(),
                              header.column_names.end());
  }
  std::string_view line;
  if (format != InputFormat::hapmap || !lines.peek(line)) return;
  header.genotype_size = hapmap_genotype_size(split_header(line, header.layout.shape));
}

}  // namespace

MatrixHeader read_file_header(MatrixFile& input, HeaderOptions const& options) {
  LeadingLines lines{input};
  refuse_other_kind(input.name(), lines.sample(), options.layout.shape.delimiter);
  MatrixHeader header;
  header.layout = options.layout;
  if (options.header_path) read_header_file(header, options.format, *options.header_path);
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
  auto const fields = split_header(line, options.layout.shape);
  if (!options.header_path) {
    if (looks_like_header(fields, options)) {
      name_columns(header, options.format, fields, where);
      header.has_header_row = true;
      lines.skip();
    } else if (options.format == InputFormat::matrix && is_hapmap_header(fields)) {
      throw InputError{where +
                       ": this is the header of HapMap: read it with --input-format hapmap"};
    } else if (options.column_names_path) {
      header.column_names = names_of_list(*options.column_names_path);
      check_name_count(header, options.column_names_path->text());
    } else {
      header.column_names = numbered_names(count_cells(header, options.format, fields, where));
    }
  }
  if (options.format != InputFormat::matrix) note_genotypes(header, options.format, lines);
  header.data_begin = lines.begin();
  header.first_line = lines.line_number();
  if (!input.is_regular()) header.prefix = lines.take_text();
  return header;
}

}  // namespace hapmill
