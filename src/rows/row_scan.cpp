#include "rows/row_scan.hpp"

#include <algorithm>
#include <cstring>

#include "hapmill/support/byte_buffer.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/line_numbers.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

void scan_rows(MatrixInput const& input, RowSpan const& span, RowVisitor const& visit) {
  constexpr std::uint64_t step = 1U << 20;
  ByteBuffer text;
  std::uint64_t text_offset = span.begin;
  std::uint64_t line = span.line;
  std::uint64_t next_file = input.next_begin(span.begin);
  bool at_end = span.begin >= span.end;
  while (!at_end) {
    check_interrupt();
    std::uint64_t const from_offset = text_offset + text.size();
    std::size_t const wanted = std::min(step, span.end - from_offset);
    text.reserve_more(wanted);
    if (input.read_at(text.end(), wanted, from_offset) < wanted) {
      throw ChangedInput{describe_change(input.name())};
    }
    char const* from = text.data();
    char const* search = text.end();
    text.grow_size(wanted);
    at_end = from_offset + wanted == span.end;
    char const* const end = text.end();
    while (from < end) {
      auto const* newline = static_cast<char const*>(
          std::memchr(search, '\n', static_cast<std::size_t>(end - search)));
      if (newline == nullptr && !at_end) break;
      if (newline == nullptr) newline = end;
      auto const offset = text_offset + static_cast<std::uint64_t>(from - text.data());
      if (offset == next_file) {
        line = input.first_line_of(input.file_at(offset));
        next_file = input.next_begin(offset);
      }
      visit({from, static_cast<std::uint32_t>(newline - from)}, offset, line++);
      from = newline + 1;
      search = from;
    }
    auto const used = static_cast<std::size_t>(std::min(from, end) - text.data());
    std::size_t const rest = text.size() - used;
    if (rest > max_row_bytes) refuse_long_line(input, text_offset + used);
    std::memmove(text.data(), text.data() + used, rest);
    text.set_size(rest);
    text_offset += used;
  }
}

}  // namespace hapmill
