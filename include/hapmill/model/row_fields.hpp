#pragma once

#include <cstdint>

#include "hapmill/model/allele_rules.hpp"
#include "hapmill/model/lanes.hpp"
#include "hapmill/model/row_fault.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

// Splits a row into its fields and checks the fields before its cells.

/// Number of fields before the cells: CHROM, POS, REF.
inline constexpr std::uint32_t site_field_count = 3;
/// Bytes of the longest row, without its newline. A longer line is an InputError.
inline constexpr std::uint32_t max_row_bytes = 64U << 20;
/// The largest POS, which in VCF and BCF is a signed 32-bit number (VCFv4.4, 1.6.1; BCF2 pos).
inline constexpr std::uint32_t max_pos = 2147483647;

/// The text of one row, without its newline and the carriage return before it. Not owned.
struct Row {
  char const* text;
  std::uint32_t size;
};

/// Finds the fields of a row and returns their number, which may be larger than `capacity`.
///
/// `field_begin` has room for `capacity` offsets. `field_begin[f]` becomes the offset of field f,
/// and the entry after the last field becomes the row's size + 1. So the size of field f is
/// field_begin[f + 1] - field_begin[f] - 1 bytes.
template <class Lanes>
HAPMILL_HD std::uint32_t tokenize_row(Lanes lanes, Row row, char delimiter,
                                      std::uint32_t* field_begin, std::uint32_t capacity) {
  if (lanes.rank() == 0 && capacity > 0) field_begin[0] = 0;
  std::uint32_t field_count = 1;
  for (std::uint32_t base = 0; base < row.size; base += lanes.size()) {
    std::uint32_t const i = base + lanes.rank();
    bool const ends_field = i < row.size && row.text[i] == delimiter;
    std::uint32_t const ends = lanes.ballot(ends_field);
    std::uint32_t const before = bit_count(ends & ((1U << lanes.rank()) - 1));
    if (ends_field && field_count + before < capacity) field_begin[field_count + before] = i + 1;
    field_count += bit_count(ends);
  }
  if (lanes.rank() == 0 && field_count < capacity) field_begin[field_count] = row.size + 1;
  lanes.sync();
  return field_count;
}

/// Returns the bytes of CHROM if the row starts with a valid one and a delimiter follows, else 0.
///
/// A valid CHROM is not empty and has no space and no control character in it.
HAPMILL_HD constexpr std::uint32_t chrom_size(Row row, char delimiter) {
  for (std::uint32_t i = 0; i < row.size; ++i) {
    if (row.text[i] == delimiter) return i;
    if (is_control(row.text[i]) || row.text[i] == ' ') return 0;
  }
  return 0;
}

/// Returns the value of a decimal number in 1 … max_pos, or 0 for any other text.
HAPMILL_HD constexpr std::uint32_t parse_pos(char const* text, std::uint32_t size) {
  std::uint32_t value = 0;
  if (size == 0) return 0;
  for (std::uint32_t i = 0; i < size; ++i) {
    if (text[i] < '0' || text[i] > '9') return 0;
    auto const digit = static_cast<std::uint32_t>(text[i] - '0');
    if (value > (max_pos - digit) / 10) return 0;
    value = value * 10 + digit;
  }
  return value;
}

/// Whether a text may be REF: it is not empty and has no control character in it.
HAPMILL_HD constexpr bool is_ref_text(char const* text, std::uint32_t size) {
  for (std::uint32_t i = 0; i < size; ++i) {
    if (is_control(text[i])) return false;
  }
  return size > 0;
}

/// Checks the number of fields, CHROM, POS and REF of a tokenized row, and sets `pos` to POS.
/// Returns the first fault.
///
/// `field_begin` comes from tokenize_row and has at least site_field_count + 1 entries.
HAPMILL_HD constexpr RowFault check_site_fields(Row row, char delimiter,
                                                std::uint32_t const* field_begin,
                                                std::uint32_t field_count,
                                                std::uint32_t expected_count, std::uint32_t& pos) {
  if (row.size == 0) return {RowFaultKind::empty_line, 0, 0, 0, 0};
  if (field_count != expected_count) {
    return {RowFaultKind::fields, 0, 0, 0, field_count};
  }
  auto const size_of = [&](std::uint32_t f) { return field_begin[f + 1] - field_begin[f] - 1; };
  auto const fault = [&](RowFaultKind kind, std::uint32_t f) {
    return RowFault{kind, f, field_begin[f], size_of(f), field_count};
  };
  if (chrom_size(row, delimiter) == 0) return fault(RowFaultKind::chrom, 0);
  pos = parse_pos(row.text + field_begin[1], size_of(1));
  if (pos == 0) return fault(RowFaultKind::pos, 1);
  if (!is_ref_text(row.text + field_begin[2], size_of(2))) return fault(RowFaultKind::ref, 2);
  return {};
}

}  // namespace hapmill
