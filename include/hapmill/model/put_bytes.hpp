#pragma once

#include <cstdint>

#include "hapmill/model/allele_rules.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

// The pieces of a record. Each function writes to `out` at byte `at` and returns the place of the
// next byte. If `out` is null, it only counts. So one function, called twice, first computes the
// size of a record and then writes it, and the two cannot disagree.

/// Appends one byte.

HAPMILL_HD inline std::uint64_t put(char* out, std::uint64_t at, char byte) {
  if (out != nullptr) out[at] = byte;
  return at + 1;
}

/// Appends a text, in upper case if `fold_case`.
HAPMILL_HD inline std::uint64_t put(char* out, std::uint64_t at, Text text, bool fold_case) {
  if (out != nullptr) {
    for (std::uint32_t i = 0; i < text.size; ++i) out[at + i] = fold(text.data[i], fold_case);
  }
  return at + text.size;
}

/// Appends a string literal without its closing NUL.
template <std::uint32_t size>
HAPMILL_HD std::uint64_t put(char* out, std::uint64_t at, char const (&literal)[size]) {
  return put(out, at, Text{literal, size - 1}, false);
}

/// Appends a number in decimal digits.
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

/// Appends the lowest `size` bytes (1, 2 or 4) of a number, the lowest first.
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

/// Returns REF with its text in the matrix, before case folding.
template <class Code>
HAPMILL_HD Text ref_text(Site<Code> const& site) {
  return {site.row.text + site.ref_begin, site.ref_size};
}

}  // namespace hapmill
