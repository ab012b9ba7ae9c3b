#pragma once

#include <cstdint>

namespace hapmill {

/// Why a row does not fit, in the order in which a row is checked.
enum class RowFaultKind : std::uint8_t {
  none,
  empty_line,
  fields,     ///< number of fields differs from the header's
  chrom,      ///< empty, or white space or a control byte in it
  pos,        ///< not a decimal number in 1 … 2147483647
  ref,        ///< empty, or a control byte in it
  cell,       ///< empty, or a control byte in it
  ambiguous,  ///< an IUPAC code where AmbiguousPolicy::error holds
  alleles,    ///< more distinct alleles than a code can number
  half_call,  ///< a half-call where HalfCallPolicy::error holds
};
inline constexpr int row_fault_kind_count = 10;

/// One row that does not fit, told by kernels and row functions alike without words or memory.
struct RowFault {
  RowFaultKind kind = RowFaultKind::none;
  std::uint32_t field = 0;        ///< field of the row that is wrong, from 0
  std::uint32_t begin = 0;        ///< where its text begins in the row, in bytes
  std::uint32_t size = 0;         ///< bytes of its text
  std::uint32_t field_count = 0;  ///< fields that the row has, for RowFaultKind::fields
};

}  // namespace hapmill
