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
  /// A file with one line per haplotype column, whose first field is its name; see names_of_list.
  std::optional<InputPath> column_names_path;
  ColumnLayout layout;
  InputFormat format = InputFormat::matrix;
};

/// What comes before the rows of a matrix.
struct MatrixHeader {
  std::vector<std::string> column_names;  ///< haplotype columns; samples, if rows hold genotypes
  std::uint64_t data_begin = 0;           ///< offset of the first row
  std::uint64_t first_line = 1;           ///< its line number
  /// For a stream: all bytes read so far.
  std::string prefix = {};
  bool has_header_row = false;  ///< the matrix itself names the columns
  /// The layout that was asked for, or what the header says about columns without cells.
  ColumnLayout layout = {};
  std::vector<std::string> field_names = {};  ///< all columns, if rows hold genotypes
  std::uint32_t genotype_size = 0;            ///< HapMap: letters per genotype; 0: no row
  std::vector<std::string> notes = {};        ///< what the user has to know about it
};

/// Reads what comes before the rows: a byte-order mark, `##` lines, the header row.
///
/// The names are taken from the first of these: `header_path`; the first line, if it looks like a
/// header; `column_names_path`. Otherwise they are s1 … sn, counted in the first row. Throws
/// InputError if the file is empty, the header does not fit, or there are no columns.
MatrixHeader read_file_header(MatrixFile& file, HeaderOptions const& options);

/// Returns the header of the first file. The headers of the other files are read too: each must
/// name the same columns, or be absent if the rows have as many columns. Calls begin_rows() of
/// `input` for each file.
MatrixHeader read_matrix_header(MatrixInput& input, HeaderOptions const& options);

}  // namespace hapmill
