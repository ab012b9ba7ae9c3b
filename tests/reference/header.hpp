#pragma once

#include "options.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace reference {

struct Row {
  std::uint64_t line_number = 0;  ///< in the file, from 1
  std::string text;
  // For a row of genotypes, `text` is the plain row made from it, and:
  std::string original = {};          ///< the row in the file
  std::string reason = {};            ///< why no plain row could be made from it
  std::vector<char> separators = {};  ///< `|` or `/` of each genotype; 0 for one allele
};

struct Matrix {
  std::vector<std::string> column_names;  ///< names of the haplotype columns
  std::vector<Row> rows;                  ///< good and bad, in file order
};

/// Separates the header from the rows and names the haplotype columns. A row of genotypes becomes a
/// row with two cells per genotype, and each column name appears twice. Throws InputError.
Matrix read_matrix(std::string const& text, Options const& options);

}  // namespace reference
