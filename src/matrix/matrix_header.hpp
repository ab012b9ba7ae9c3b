#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "matrix/column_layout.hpp"
#include "matrix/input_format.hpp"
#include "matrix/matrix_file.hpp"
#include "matrix/matrix_input.hpp"
#include "support/listed_path.hpp"

namespace hapmill {

/// Where the names of the columns come from, besides the matrix itself.
struct HeaderOptions {
  std::optional<InputPath> header_path;  ///< a file of one line, all columns
  /// A line for each haplotype column, whose first field is its name; see names_of_list.
  std::optional<InputPath> column_names_path;
  ColumnLayout layout;
  InputFormat format = InputFormat::matrix;
};

/// What stands before the rows of a matrix.
struct MatrixHeader {
  std::vector<std::string> column_names;  ///< haplotype columns; samples, if rows hold genotypes
  std::uint64_t data_begin = 0;           ///< offset of the first row
  std::uint64_t first_line = 1;           ///< its line number
  /// Of a stream: the bytes read so far, from its begin.
  std::string prefix = {};
  bool has_header_row = false;  ///< the matrix itself names the columns
  /// As asked for, or with what the header says of columns that hold no cells.
  ColumnLayout layout = {};
  std::vector<std::string> field_names = {};  ///< of rows of genotypes: all columns
  std::uint32_t genotype_size = 0;      ///< of HapMap: letters of a genotype; 0 if there is no row
  std::vector<std::string> notes = {};  ///< what a user has to know of how the header was read
};

/// Reads what stands before the rows: a byte-order mark, `##` lines, the header row.
///
/// The names are, in this order, those of `header_path`; of the first line if it looks like a
/// header (FORMATS, "Header"); of `column_names_path`; else s1 … sn, counted in the first row.
/// Throws InputError: empty file, a header that does not fit, no columns.
MatrixHeader read_file_header(MatrixFile& file, HeaderOptions const& options);

/// The header of the first file. Those of the others are read too: they have to name the same
/// columns, or to be none at all over rows of as many. Tells the matrix where each file's rows
/// begin.
MatrixHeader read_matrix_header(MatrixInput& input, HeaderOptions const& options);

}  // namespace hapmill
