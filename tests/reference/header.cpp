#include "header.hpp"

#include "columns.hpp"
#include "genotypes.hpp"
#include "reference_errors.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstddef>
#include <set>

namespace reference {
namespace {

/// Returns the names of the columns with calls.
std::vector<std::string> names_in_header(std::string const& line, Options const& options,
                                         bool is_header = true) {
  std::vector<std::string> const fields = split_row(line, options);
  std::vector<std::string> names;
  for (std::size_t field : call_fields(make_columns(options), fields.size())) {
    if (fields[field].empty() && is_header) throw InputError("a column without a name");
    names.push_back(fields[field]);
  }
  return names;
}

std::vector<std::string> names_in_header_file(std::string const& text, Options const& options) {
  std::vector<std::string> lines = split_lines(text);
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  if (lines.size() != 1) throw InputError("the header file must hold one line");
  return names_in_header(lines[0], options);
}

std::vector<std::string> names_in_names_file(std::string const& text, Options const& options) {
  std::vector<std::string> names = split_lines(text);
  if (names.empty()) throw InputError("the column-names file is empty");
  Columns const columns = make_columns(options);
  call_fields(columns, columns.site.size() + names.size() * columns.parts.size());
  return names;
}

std::vector<std::string> numbered_names(std::string const& first_row, Options const& options) {
  std::vector<std::string> names = names_in_header(first_row, options, false);
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = "s" + std::to_string(i + 1);
  return names;
}

bool is_header(std::string const& line, Options const& options) {
  std::set<std::string> const first_names{"CHROM",  "#CHROM",     "CHR",
                                          "CONTIG", "CHROMOSOME", "SCAFFOLD"};
  Columns const columns = make_columns(options);
  std::vector<std::string> const fields = split_row(line, options);
  if (fields.size() <= std::max(columns.chrom, columns.pos)) return false;
  return first_names.contains(upper_case(fields[columns.chrom])) && !is_number(fields[columns.pos]);
}

}  // namespace

Matrix read_matrix(std::string const& text, Options const& options) {
  if (options.input_format != "matrix") return read_genotypes(text, options);
  std::vector<std::string> const lines = split_lines(text);
  std::size_t next = 0;
  while (next < lines.size() && lines[next].starts_with("##")) ++next;
  if (next == lines.size()) throw InputError("the matrix is empty");

  Matrix matrix;
  if (options.header_text) {
    matrix.column_names = names_in_header_file(*options.header_text, options);
  } else if (is_header(lines[next], options)) {
    matrix.column_names = names_in_header(lines[next], options);
    ++next;
  } else if (options.column_names_text) {
    matrix.column_names = names_in_names_file(*options.column_names_text, options);
  } else {
    matrix.column_names = numbered_names(lines[next], options);
  }

  for (; next < lines.size(); ++next) matrix.rows.push_back(Row{next + 1, lines[next]});
  return matrix;
}

}  // namespace reference
