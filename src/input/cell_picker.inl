// Picks calls 64 bytes at a time, by masks of the bytes that end a field. Included by a file for
// each instruction set, which defines HAPMILL_TARGET, HAPMILL_TARGET_INLINE and
//
//   class Block            64 bytes of a row
//     Block(char const* text)
//     std::uint64_t is(char byte)      which bytes are `byte`
//     std::uint64_t is_no_digit()
//   std::uint64_t find_low(char const* text, std::uint8_t least)
//                          of those 64 bytes, behind which a number of one or two digits begins
//                          that is less than `least`
//   char* put_calls(char const* text, std::uint64_t ends, std::uint64_t low, CellPattern const&,
//                   char* to)
//                          writes the byte before each of `ends`, or `missing` for those in `low`,
//                          with a delimiter behind it; @return where the next goes

namespace hapmill {

namespace {

/// What of the bytes before a block its masks go on from: bit 63 is the last one.
struct BytesBefore {
  std::uint64_t ends = std::uint64_t{1} << 63;
  std::uint64_t no_digits = 0;
};

/// `mask` moved to `count` bytes further on, with what comes in from the bytes before.
HAPMILL_TARGET_INLINE std::uint64_t move_on(std::uint64_t mask, std::uint64_t before, int count) {
  return mask << count | before >> (64 - count);
}

template <bool reads_quality>
HAPMILL_TARGET bool pick_cells(CellPattern const& pattern, char const* cells, char const* end,
                               char* to) {
  BytesBefore before;
  std::uint64_t field_count = 0;
  std::uint32_t part = 0;  // of the field at hand
  std::uint64_t irregular = 0;
  bool is_over = false;
  for (char const* text = cells; !is_over; text += 64) {
    Block const block{text};
    auto const left = static_cast<std::uint64_t>(end - text);
    // The row's end ends its last field, as a delimiter does.
    std::uint64_t ends = block.is(pattern.delimiter);
    is_over = left < 64;
    if (is_over) ends = _bzhi_u64(ends, static_cast<std::uint32_t>(left)) | std::uint64_t{1} << left;
    std::uint64_t const calls = _pdep_u64(pattern.calls_after[part], ends);
    std::uint64_t const ends_1 = move_on(ends, before.ends, 1);
    std::uint64_t const ends_2 = move_on(ends, before.ends, 2);
    irregular |= calls & (ends_1 | ~ends_2);
    if (pattern.quality != ColumnLayout::none) {
      std::uint64_t const qualities = _pdep_u64(pattern.qualities_after[part], ends);
      std::uint64_t const ends_3 = move_on(ends, before.ends, 3);
      std::uint64_t const no_digits = block.is_no_digit();
      std::uint64_t const bad_ones = move_on(no_digits, before.no_digits, 1);
      std::uint64_t const bad_tens = move_on(no_digits, before.no_digits, 2);
      irregular |= qualities & (ends_1 | ~(ends_2 | ends_3) | bad_ones | (bad_tens & ~ends_2));
      before.no_digits = no_digits;
    }
    std::uint64_t const low = reads_quality ? find_low(text, pattern.least_quality) : 0;
    to = put_calls(text, calls, low, pattern, to);
    auto const ended = static_cast<std::uint32_t>(_mm_popcnt_u64(ends));
    field_count += ended;
    part = pattern.part_of[part + ended];
    before.ends = ends;
    if (irregular != 0) return false;
  }
  return field_count == std::uint64_t{pattern.part_count} * pattern.column_count;
}

HAPMILL_TARGET bool pick(CellPattern const& pattern, char const* cells, char const* end, char* to) {
  return pattern.least_quality != 0 ? pick_cells<true>(pattern, cells, end, to)
                                    : pick_cells<false>(pattern, cells, end, to);
}

}  // namespace

}  // namespace hapmill
