#pragma once

#include "options.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace reference {

struct Row {
  std::uint64_t line_number = 0;  ///< in the file, from 1
  std::string text;
};

struct Matrix {
  std::vector<std::string> column_names;  ///< of the haplotype columns: 0 is the matrix's fourth
  std::vector<Row> rows;                  ///< good and bad, in file order
};

/// Tells the header from the rows and names the haplotype columns. Throws InputError.
Matrix read_matrix(std::string const& text, Options const& options);

}  // namespace reference
