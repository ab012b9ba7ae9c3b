#pragma once

#include <cstdint>

#include "hapmill/model/policies.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

// How the text of a cell becomes an allele code.
//
// The code of a one-byte ASCII cell is the byte itself (after case folding), so the usual row needs
// no table of alleles. Codes have two widths: 8 bits for rows in which every cell is one ASCII
// byte, 16 bits for any row; codes from 128 on are then the numbers of the row's longer alleles.
// The top bit of a code means *missing*; the other bits still identify the text.

/// The bit of a code that marks a missing allele.
template <class Code>
inline constexpr Code missing_bit = static_cast<Code>(Code{1} << (8 * sizeof(Code) - 1));

/// Code of a cell in a row in which every cell is one ASCII byte.
using ByteCode = std::uint8_t;
/// Code of a cell in any row.
using WideCode = std::uint16_t;

/// The first code of a row's longer alleles.
inline constexpr WideCode first_long_code = 128;
/// The most longer alleles that a row may have; a row with more is rejected.
inline constexpr std::uint32_t max_long_alleles = 0x8000U - first_long_code;

/// Values in AlleleRules::code_of_byte for bytes that a cell must not hold. Both are below the code
/// of every allele.
inline constexpr ByteCode control_byte = 0;
inline constexpr ByteCode ambiguous_byte = 1;

/// The text of a missing or deletion code that is longer than one ASCII byte. It is in upper case
/// if the rules fold case.
struct LongCode {
  static constexpr std::uint32_t capacity = 30;
  char text[capacity];
  std::uint8_t size;
};

/// The rules by which cells become codes. Plain data without pointers: the planner makes it once,
/// and it is copied to a device as it is.
struct AlleleRules {
  static constexpr std::uint32_t long_missing_capacity = 8;

  ByteCode code_of_byte[128];                    ///< code of a cell that is this one ASCII byte
  ByteCode ref_of_byte[128];                     ///< code of a REF that is this one ASCII byte
  LongCode long_missing[long_missing_capacity];  ///< the first long_missing_count are used
  LongCode long_deletion;  ///< has size 0 if the deletion code is one ASCII byte
  ByteCode deletion_byte;  ///< code of a deletion cell, without the missing bit; 0 if it is longer
  std::uint8_t long_missing_count;
  bool fold_case;
  DeletionPolicy deletion;
};

/// Returns an ASCII letter in upper case, any other byte unchanged.
HAPMILL_HD constexpr char to_upper(char byte) {
  return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
}

/// Returns the byte in upper case if `fold_case`, else unchanged.
HAPMILL_HD constexpr char fold(char byte, bool fold_case) {
  return fold_case ? to_upper(byte) : byte;
}

/// Whether a byte is an ASCII control character. No cell and no REF may hold one, because it would
/// break every reader of the output.
HAPMILL_HD constexpr bool is_control(char byte) {
  auto const value = static_cast<unsigned char>(byte);
  return value < 0x20 || value == 0x7F;
}

/// Whether a byte is below 128.
HAPMILL_HD constexpr bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

/// Whether a byte is an IUPAC code for several bases (R Y S W K M B D H V), in either case.
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
