#pragma once

#include <cstdint>

#include "hapmill/model/allele_rules.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

// Pieces of a record. Each appends at `at` of `out`, or, where `out` is null, only counts; and
// returns the next place. So one function run twice tells a record's size and writes it.

HAPMILL_HD inline std::uint64_t put(char* out, std::uint64_t at, char byte) {
  if (out != nullptr) out[at] = byte;
  return at + 1;
}

HAPMILL_HD inline std::uint64_t put(char* out, std::uint64_t at, Text text, bool fold_case) {
  if (out != nullptr) {
    for (std::uint32_t i = 0; i < text.size; ++i) out[at + i] = fold(text.data[i], fold_case);
  }
  return at + text.size;
}

/// A literal, without its closing NUL.
template <std::uint32_t size>
HAPMILL_HD std::uint64_t put(char* out, std::uint64_t at, char const (&literal)[size]) {
  return put(out, at, Text{literal, size - 1}, false);
}

/// Decimal digits.
HAPMILL_HD inline std::uint64_t put_number(char* out, std::uint64_t at, std::uint32_t value) {
  char digits[10] = {};
  std::uint32_t count = 0;
  do {
    digits[count++] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (count != 0) at = put(out, at, digits[--count]);
  return at;
}

/// The lowest `size` bytes of a number, 1, 2 or 4, the lowest first.
HAPMILL_HD inline std::uint64_t put_little_endian(char* out, std::uint64_t at, std::uint32_t value,
                                                  std::uint32_t size) {
  if (out == nullptr) return at + size;
  auto const byte = [value](std::uint32_t i) {
    return static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
  };
  out[at] = byte(0);
  if (size > 1) out[at + 1] = byte(1);
  if (size > 2) {
    out[at + 2] = byte(2);
    out[at + 3] = byte(3);
  }
  return at + size;
}

/// REF as the matrix has it, before case folding.
template <class Code>
HAPMILL_HD Text ref_text(Site<Code> const& site) {
  return {site.row.text + site.ref_begin, site.ref_size};
}

}  // namespace hapmill
