// Picks calls 64 bytes at a time, by masks of the bytes that end a field. Included by a file for
// each instruction set, which defines HAPMILL_TARGET, HAPMILL_TARGET_INLINE and
//
//   class Block            64 bytes of a row
//     Block(char const* text)
//     std::uint64_t is(char byte)      which bytes are `byte`
//     std::uint64_t is_no_digit()
//     void write(char* to)
//   class CallWriter
//     CallWriter(CellPattern const&)
//     char* write<reads_quality>(char const* text, std::uint64_t ends, char* out)
//                          of 64 bytes of text, writes those before `ends`, which are of calls,
//                          each with a delimiter behind it; `missing` where a number of one or two
//                          digits follows the end that is less than `least_quality`.
//                          @return where the next goes

namespace hapmill {

namespace {

/// Bytes of a block that the block before had too: a field's end is judged by three bytes before.
constexpr std::uint32_t look_back = 4;
constexpr std::uint64_t seen_before = (1U << look_back) - 1;

/// Writes the calls of the cells at `cells`. @return where the next goes, with the newline that
/// ends the row in `newline`; or null if the cells are not regular.
template <bool reads_quality>
HAPMILL_TARGET_INLINE char* pick_cells(CellPattern const& pattern, CallWriter const& writer,
                                       char const* cells, char* out, char const*& newline) {
  std::uint64_t field_count = 0;
  std::uint32_t part = 0;  // of the field at hand
  std::uint64_t irregular = 0;
  for (char const* text = cells - look_back;; text += 64 - look_back) {
    Block const block{text};
    std::uint64_t ends = block.is(pattern.delimiter);
    std::uint64_t const newlines = block.is('\n') & ~seen_before;
    std::uint64_t new_bytes = ~seen_before;
    if (newlines != 0) {
      // The row's end ends its last field, as a delimiter does.
      auto last = static_cast<std::uint32_t>(_tzcnt_u64(newlines));
      newline = text + last;
      if (newline[-1] == '\r') --last;
      std::uint64_t const row_end = std::uint64_t{1} << last;
      ends = _bzhi_u64(ends, last) | row_end;
      new_bytes |= row_end;  // a carriage return seen before, which was no end then
    }
    std::uint64_t const new_ends = ends & new_bytes;
    std::uint64_t const calls = _pdep_u64(pattern.calls_after[part], new_ends);
    irregular |= calls & (ends << 1 | ~(ends << 2));
    if (pattern.quality != ColumnLayout::none) {
      std::uint64_t const qualities = _pdep_u64(pattern.qualities_after[part], new_ends);
      std::uint64_t const no_digits = block.is_no_digit();
      std::uint64_t const is_one = ends << 2;  // of a quality of one digit
      irregular |= qualities & (no_digits << 1 | (~is_one & (no_digits << 2 | ~(ends << 3))));
    }
    out = writer.template write<reads_quality>(text, calls, out);
    auto const ended = static_cast<std::uint32_t>(_mm_popcnt_u64(new_ends));
    field_count += ended;
    part = pattern.part_of[part + ended];
    if (irregular != 0) return nullptr;
    if (newlines != 0) return field_count == pattern.field_count ? out : nullptr;
  }
}

template <bool reads_quality>
HAPMILL_TARGET void pick_rows(CellPattern const& pattern, PickedRows& rows) {
  CallWriter const writer{pattern};
  std::uint64_t const last_site_field = std::uint64_t{1} << (pattern.site_count - 1);
  while (rows.cursor != rows.end) {
    Block const head{rows.cursor};
    std::uint64_t const ends =
        head.is(pattern.delimiter) & _blsmsk_u64(head.is('\n'));  // those of this row
    std::uint64_t const ref_end = _pdep_u64(1U << (site_field_count - 1), ends);
    auto const cells_begin =
        static_cast<std::uint32_t>(_tzcnt_u64(_pdep_u64(last_site_field, ends)));
    // 64 if there is none.
    if (cells_begin == 64 || cells_begin + 1 < look_back) return;
    head.write(rows.out);
    char const* newline = nullptr;
    char* const out = pick_cells<reads_quality>(pattern, writer, rows.cursor + cells_begin + 1,
                                                rows.out + _tzcnt_u64(ref_end) + 1, newline);
    if (out == nullptr) return;
    out[-1] = '\n';
    rows.out = out;
    rows.cursor = newline + 1;
    ++rows.row_count;
  }
}

HAPMILL_TARGET void pick(CellPattern const& pattern, PickedRows& rows) {
  if (pattern.least_quality != 0) {
    pick_rows<true>(pattern, rows);
  } else {
    pick_rows<false>(pattern, rows);
  }
}

}  // namespace

}  // namespace hapmill
