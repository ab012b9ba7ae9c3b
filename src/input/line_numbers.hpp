#pragma once

#include <cstdint>

#include "input/matrix_input.hpp"

namespace hapmill {

/// Number, in its file, of the line that begins at `offset` of a regular matrix, by counting those
/// before it: for messages, where no running count is at hand.
std::uint64_t line_number_at(MatrixInput const& input, std::uint64_t offset);

/// The error for a line of more than max_row_bytes that begins at `offset`.
[[noreturn]] void refuse_long_line(MatrixInput const& input, std::uint64_t offset);
[[noreturn]] void refuse_long_line(std::string const& matrix_name, std::uint64_t line);

}  // namespace hapmill
