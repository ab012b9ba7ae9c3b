#include "input/line_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "hapmill/support/errors.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

std::uint64_t line_number_at(MatrixInput const& input, std::uint64_t offset) {
  std::vector<char> text(1U << 20);
  std::size_t const file = input.file_at(offset);
  std::uint64_t line = input.first_line_of(file);
  for (std::uint64_t at = input.begin_of(file); at < offset;) {
    check_interrupt();
    std::size_t const wanted = std::min<std::uint64_t>(text.size(), offset - at);
    std::size_t const got = input.read_at(text.data(), wanted, at);
    line += static_cast<std::uint64_t>(std::count(text.data(), text.data() + got, '\n'));
    if (got < wanted) break;
    at += got;
  }
  return line;
}

void refuse_long_line(std::string const& matrix_name, std::uint64_t line) {
  throw InputError{fmt::format("{}:{}: the line is longer than 64 MiB: this is not a genome matrix",
                               matrix_name, line)};
}

void refuse_long_line(MatrixInput const& input, std::uint64_t offset) {
  refuse_long_line(input.name_at(offset), line_number_at(input, offset));
}

}  // namespace hapmill
