#include "matrix/line_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "hapmill/support/errors.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

std::uint64_t LineNumbers::at(std::uint64_t offset) {
  std::size_t const file = input_.file_at(offset);
  if (line_ == 0 || file != file_ || offset < offset_) {
    file_ = file;
    offset_ = input_.begin_of(file);
    line_ = input_.first_line_of(file);
  }
  std::vector<char> text(std::min<std::uint64_t>(1U << 20, offset - offset_));
  while (offset_ < offset) {
    check_interrupt();
    std::size_t const wanted = std::min<std::uint64_t>(text.size(), offset - offset_);
    std::size_t const got = input_.read_at(text.data(), wanted, offset_);
    line_ += static_cast<std::uint64_t>(std::count(text.data(), text.data() + got, '\n'));
    offset_ += got;
    if (got < wanted) break;
  }
  return line_;
}

std::uint64_t line_number_at(MatrixInput const& input, std::uint64_t offset) {
  return LineNumbers{input}.at(offset);
}

void refuse_long_line(std::string const& matrix_name, std::uint64_t line) {
  throw InputError{fmt::format("{}:{}: the line is longer than 64 MiB: this is not a genome matrix",
                               matrix_name, line)};
}

void refuse_long_line(MatrixInput const& input, std::uint64_t offset) {
  refuse_long_line(input.name_at(offset), line_number_at(input, offset));
}

}  // namespace hapmill
