#pragma once

#include <cstdint>

#include "matrix/matrix_input.hpp"

namespace hapmill {

/// Numbers, in their files, of lines of a regular matrix, by counting: where no running count is at
/// hand.
class LineNumbers {
 public:
  /// Keeps a reference.
  explicit LineNumbers(MatrixInput const& input) : input_{input} {}

  /// Number of the line that begins at `offset`. Counts on from the one asked for before, unless
  /// that stands behind it or in another file.
  std::uint64_t at(std::uint64_t offset);

 private:
  MatrixInput const& input_;
  std::size_t file_ = 0;
  std::uint64_t offset_ = 0;
  std::uint64_t line_ = 0;  ///< of the byte at offset_; 0: not begun
};

/// The same for one line.
std::uint64_t line_number_at(MatrixInput const& input, std::uint64_t offset);

/// The error for a line of more than max_row_bytes that begins at `offset`.
[[noreturn]] void refuse_long_line(MatrixInput const& input, std::uint64_t offset);
[[noreturn]] void refuse_long_line(std::string const& matrix_name, std::uint64_t line);

}  // namespace hapmill
