#pragma once

#include <cstdint>
#include <cstring>

#include "hapmill/model/row_fields.hpp"
#include "hapmill/support/byte_buffer.hpp"
#include "matrix/matrix_input.hpp"

namespace hapmill {

/// Reads rows of a regular file here and there, as long as that costs less than reading a stretch
/// of it from end to end.
class RowProbe {
 public:
  /// Rows begin at `data_begin` and after each newline. `budget` is the size of the stretch.
  RowProbe(MatrixInput const& input, std::uint64_t data_begin, std::uint64_t budget)
      : input_{input}, data_begin_{data_begin}, budget_{budget} {}

  /// Calls `visit(row, offset)` for the rows that begin in [begin, end) until it returns false.
  ///
  /// @return false if it gave up, since the budget is spent or a line is too long.
  template <class Visit>
  bool visit_rows(std::uint64_t begin, std::uint64_t end, Visit visit) {
    std::uint64_t at = begin == data_begin_ ? begin : begin - 1;
    bool in_row = begin != data_begin_;
    text_.clear();
    text_begin_ = at;
    while (at < end) {
      auto const have = static_cast<std::size_t>(text_begin_ + text_.size() - at);
      char const* const here = text_.data() + (at - text_begin_);
      auto const* const newline =
          have == 0 ? nullptr : static_cast<char const*>(std::memchr(here, '\n', have));
      if (newline == nullptr && text_begin_ + text_.size() < input_.size()) {
        if (text_.size() > max_row_bytes || !read_more()) return false;
        continue;
      }
      std::size_t const size = newline == nullptr ? have : static_cast<std::size_t>(newline - here);
      if (!in_row && !visit(Row{here, static_cast<std::uint32_t>(size)}, at)) return true;
      in_row = false;
      at += size + 1;
    }
    return true;
  }

 private:
  /// False if the budget is spent, or the file is shorter than it was: a scan will say so.
  bool read_more();

  MatrixInput const& input_;
  std::uint64_t data_begin_;
  std::uint64_t budget_;
  std::uint64_t cost_ = 0;
  ByteBuffer text_;
  std::uint64_t text_begin_ = 0;
};

}  // namespace hapmill
