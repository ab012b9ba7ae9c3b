#pragma once

#include "options.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace reference {

struct Row {
  std::uint64_t line_number = 0;  ///< in the file, from 1
  std::string text;
  // Of a row of genotypes, where `text` is the matrix row that it was made into:
  std::string original = {};          ///< as it stands in the file
  std::string reason = {};            ///< why it could not be made into one
  std::vector<char> separators = {};  ///< a genotype's `|` or `/`; 0 for one allele
};

struct Matrix {
  std::vector<std::string> column_names;  ///< of the haplotype columns: 0 is the matrix's fourth
  std::vector<Row> rows;                  ///< good and bad, in file order
};

/// Tells the header from the rows and names the haplotype columns. A row of genotypes becomes one
/// of two cells a genotype, and the columns' names repeat. Throws InputError.
Matrix read_matrix(std::string const& text, Options const& options);

}  // namespace reference
