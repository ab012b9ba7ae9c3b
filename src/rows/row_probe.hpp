#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "hapmill/model/row_fields.hpp"
#include "hapmill/support/byte_buffer.hpp"
#include "matrix/matrix_input.hpp"
#include "matrix/row_shape.hpp"

namespace hapmill {

/// Reads the first bytes of single rows of a regular file.
///
/// It gives up as soon as a scan of the stretch would be cheaper: when it has read a quarter of the
/// stretch's bytes, or has jumped once per 64 KiB of it. So a search that gives up and is followed
/// by a scan reads at most a quarter more than the scan alone.
class RowProbe {
 public:
  /// Keeps a reference to `input`. Rows begin at `data_begin` and after each newline.
  /// `stretch_bytes` is what a scan would read instead.
  RowProbe(MatrixInput const& input, std::uint64_t data_begin, RowShape const& shape,
           std::uint64_t stretch_bytes)
      : input_{input}, data_begin_{data_begin}, shape_{shape}, stretch_bytes_{stretch_bytes} {}

  /// Calls `visit(row, offset)` for the rows that begin in [begin, end) until it returns false. Of
  /// a long row it passes on the first bytes only, CHROM, POS and the delimiters after them among
  /// them.
  ///
  /// @return false if it gave up, because a scan is cheaper or a line is too long.
  template <class Visit>
  bool visit_rows(std::uint64_t begin, std::uint64_t end, Visit visit) {
    std::uint64_t at = begin == data_begin_ ? begin : begin - 1;
    bool is_done_with_row = begin != data_begin_;  // all that is left to find is its newline
    text_.clear();
    text_begin_ = at;
    while (at < end) {
      std::uint64_t const text_end = text_begin_ + text_.size();
      char const* const here = text_.data() + (at - text_begin_);
      auto const have = static_cast<std::size_t>(text_end - at);
      auto const* const newline =
          have == 0 ? nullptr : static_cast<char const*>(std::memchr(here, '\n', have));
      bool const is_whole = newline != nullptr || text_end >= input_.size();
      std::size_t const size = newline == nullptr ? have : static_cast<std::size_t>(newline - here);
      Row const row{here, static_cast<std::uint32_t>(size)};
      if (!is_done_with_row && (is_whole || holds_site(row))) {
        if (!visit(row, at)) return true;
        is_done_with_row = true;
      }
      if (is_whole) {
        at += size + 1;
        is_done_with_row = false;
      } else if (is_done_with_row && text_end + 1 >= end) {
        return true;  // the next row begins at `end` or later
      } else if (!read_more(is_done_with_row ? end - text_end : max_row_bytes)) {
        return false;
      }
    }
    return true;
  }

 private:
  /// Whether CHROM and POS of a row are complete in its first bytes.
  bool holds_site(Row first_bytes) const;
  /// Reads at most `most` more bytes. False if it gave up, or if the file has become shorter, which
  /// the scan will report.
  bool read_more(std::uint64_t most);

  MatrixInput const& input_;
  std::uint64_t data_begin_;
  RowShape shape_;
  std::uint64_t stretch_bytes_;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t jumps_ = 0;
  ByteBuffer text_;
  std::uint64_t text_begin_ = 0;  ///< offset of the text in the file
};

}  // namespace hapmill
