#pragma once

#include <cstdint>

#include "hapmill/model/policies.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

/// How the text of a cell becomes an allele code.
///
/// A one-byte ASCII cell is its own code (after case folding), so the usual row needs no table of
/// alleles. Codes come in two widths: 8 bits for rows of one-byte ASCII cells, 16 bits for any
/// row, where codes from 128 on number the row's longer alleles. The top bit of either says
/// *missing*; the rest then still tells the text.
template <class Code>
inline constexpr Code missing_bit = static_cast<Code>(Code{1} << (8 * sizeof(Code) - 1));

using ByteCode = std::uint8_t;
using WideCode = std::uint16_t;

/// The first code of a row's longer alleles.
inline constexpr WideCode first_long_code = 128;
/// Codes that a row may number: longer alleles past this reject it.
inline constexpr std::uint32_t max_long_alleles = 0x8000U - first_long_code;

/// In AlleleRules::code_of_byte: no code, a cell of this byte is rejected. Below every allele.
inline constexpr ByteCode control_byte = 0;
inline constexpr ByteCode ambiguous_byte = 1;

/// A missing or deletion code longer than one ASCII byte, folded if the rules fold.
struct LongCode {
  static constexpr std::uint32_t capacity = 30;
  char text[capacity];
  std::uint8_t size;
};

/// Plain data, made once by the planner, copied to a device as it is.
struct AlleleRules {
  static constexpr std::uint32_t long_missing_capacity = 8;

  ByteCode code_of_byte[128];  ///< of a one-byte ASCII cell
  ByteCode ref_of_byte[128];   ///< of a one-byte ASCII REF, as cells are compared with it
  LongCode long_missing[long_missing_capacity];
  LongCode long_deletion;  ///< size 0: the deletion code is one ASCII byte
  ByteCode deletion_byte;  ///< code of a deletion cell without the missing bit; 0: longer
  std::uint8_t long_missing_count;
  bool fold_case;
  DeletionPolicy deletion;
};

/// ASCII lower case to upper case, other bytes as they are.
HAPMILL_HD constexpr char to_upper(char byte) {
  return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
}

HAPMILL_HD constexpr char fold(char byte, bool fold_case) {
  return fold_case ? to_upper(byte) : byte;
}

/// Bytes that no cell and no REF may hold: they would break every reader of the output.
HAPMILL_HD constexpr bool is_control(char byte) {
  auto const value = static_cast<unsigned char>(byte);
  return value < 0x20 || value == 0x7F;
}

HAPMILL_HD constexpr bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

/// R Y S W K M B D H V, in either case.
HAPMILL_HD constexpr bool is_ambiguous_base(char byte) {
  switch (to_upper(byte)) {
    case 'R':
    case 'Y':
    case 'S':
    case 'W':
    case 'K':
    case 'M':
    case 'B':
    case 'D':
    case 'H':
    case 'V':
      return true;
    default:
      return false;
  }
}

}  // namespace hapmill
