#include "header.hpp"

#include "errors.hpp"
#include "genotypes.hpp"
#include "text.hpp"

#include <cstddef>
#include <set>

namespace reference {
namespace {

std::size_t const fixed_columns = 3;  // CHROM POS REF

std::vector<std::string> names_in_header(std::string const& line, char delimiter) {
  std::vector<std::string> names = split_fields(line, delimiter);
  if (names.size() <= fixed_columns) throw InputError("the header names no haplotype column");
  names.erase(names.begin(), names.begin() + fixed_columns);
  return names;
}

std::vector<std::string> names_in_header_file(std::string const& text, char delimiter) {
  std::vector<std::string> lines = split_lines(text);
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  if (lines.size() != 1) throw InputError("the header file must hold one line");
  return names_in_header(lines[0], delimiter);
}

std::vector<std::string> names_in_names_file(std::string const& text) {
  std::vector<std::string> names = split_lines(text);
  if (names.empty()) throw InputError("the column-names file is empty");
  return names;
}

std::vector<std::string> numbered_names(std::string const& first_row, char delimiter) {
  std::size_t const field_count = split_fields(first_row, delimiter).size();
  if (field_count <= fixed_columns) throw InputError("the first row has no cell");
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= field_count - fixed_columns; ++i) {
    names.push_back("s" + std::to_string(i));
  }
  return names;
}

bool is_header(std::string const& line, char delimiter) {
  std::set<std::string> const first_names{"CHROM",  "#CHROM",     "CHR",
                                          "CONTIG", "CHROMOSOME", "SCAFFOLD"};
  std::vector<std::string> const fields = split_fields(line, delimiter);
  bool const position_is_number = fields.size() > 1 && is_number(fields[1]);
  return first_names.contains(upper_case(fields[0])) && !position_is_number;
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
    matrix.column_names = names_in_header_file(*options.header_text, options.delimiter);
  } else if (is_header(lines[next], options.delimiter)) {
    matrix.column_names = names_in_header(lines[next], options.delimiter);
    ++next;
  } else if (options.column_names_text) {
    matrix.column_names = names_in_names_file(*options.column_names_text);
  } else {
    matrix.column_names = numbered_names(lines[next], options.delimiter);
  }

  for (; next < lines.size(); ++next) matrix.rows.push_back(Row{next + 1, lines[next]});
  return matrix;
}

}  // namespace reference
