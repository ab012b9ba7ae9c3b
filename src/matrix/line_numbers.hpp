#pragma once

#include <cstdint>

#include "matrix/matrix_input.hpp"

namespace hapmill {

/// Finds line numbers in the files of a regular matrix by counting newlines, for places where no
/// running count is available.
class LineNumbers {
 public:
  /// Keeps a reference.
  explicit LineNumbers(MatrixInput const& input) : input_{input} {}

  /// The number of the line that begins at `offset`. It continues from the offset of the last call,
  /// unless that was later or in another file.
  std::uint64_t at(std::uint64_t offset);

 private:
  MatrixInput const& input_;
  std::size_t file_ = 0;
  std::uint64_t offset_ = 0;
  std::uint64_t line_ = 0;  ///< of the byte at offset_; 0: nothing counted yet
};

/// The number of a single line.
std::uint64_t line_number_at(MatrixInput const& input, std::uint64_t offset);

/// Throws the error for a line of more than max_row_bytes that begins at `offset`.
[[noreturn]] void refuse_long_line(MatrixInput const& input, std::uint64_t offset);
[[noreturn]] void refuse_long_line(std::string const& matrix_name, std::uint64_t line);

}  // namespace hapmill
