#pragma once

#include <cstdint>

#include "backend/cpu/stages.hpp"
#include "hapmill/model/allele_rules.hpp"

namespace hapmill::cpu {

/// A POS of ten digits may pass 2147483647: those rows take the general path.
inline constexpr int max_regular_digits = 9;

/// A regular row of the fewest bytes fits before the end of the run. Every run ends in a newline
/// and ByteBuffer::slack readable bytes follow it, so no check below reads what is not there.
inline bool may_be_regular(CellRules const& rules, RowScan const& scan) {
  constexpr std::uint64_t least_site_bytes = 6;  // "\t1\tA\t"
  return static_cast<std::uint64_t>(scan.end - scan.cursor) >=
         scan.contig.size() + least_site_bytes + 2 * std::uint64_t{rules.column_count};
}

/// Code of the REF before the delimiter before `cells`, or 0 if it is not one printable ASCII byte.
inline ByteCode regular_ref_code(CellRules const& rules, char const* cells) {
  auto const byte = static_cast<std::uint8_t>(cells[-2]);
  return byte > ' ' && byte < 0x7F ? rules.ref_of_byte[byte] : ByteCode{0};
}

/// Bytes of the newline, with the carriage return before it, that follows the cells; or 0.
inline std::uint32_t end_of_regular_row(CellRules const& rules, char const* cells) {
  char const* const end = cells + 2 * std::uint64_t{rules.column_count} - 1;
  if (*end == '\n') return 1;
  return end[0] == '\r' && end[1] == '\n' ? 2 : 0;
}

}  // namespace hapmill::cpu
