#pragma once

#include <cstdint>
#include <cstring>

#include "cpu/stages.hpp"
#include "hapmill/model/allele_rules.hpp"

namespace hapmill::cpu {

// The parts of the fused pass over regular rows that need no vector code.

/// The result of encoding a row.
enum class RowKind : std::uint8_t { irregular, non_variant, site };

/// The most digits of POS in a regular row. More digits could exceed 2147483647.
inline constexpr int max_regular_digits = 9;

/// Whether the rest of the run is long enough for the shortest regular row. A run ends in a newline
/// that ByteBuffer::slack readable bytes follow, so the functions below never read past the memory.
inline bool may_be_regular(CellRules const& rules, RegularRows const& rows) {
  constexpr std::uint64_t least_site_bytes = 6;  // "\t1\tA\t"
  return static_cast<std::uint64_t>(rows.end - rows.cursor) >=
         rows.contig.size() + least_site_bytes + 2 * std::uint64_t{rules.column_count};
}

/// Returns the code of the REF before `cells`, or 0 if REF is not one printable ASCII byte.
inline ByteCode regular_ref_code(CellRules const& rules, char const* cells) {
  auto const byte = static_cast<std::uint8_t>(cells[-2]);
  if (cells[-2] == rules.delimiter) return 0;
  return byte > ' ' && byte < 0x7F ? rules.ref_of_byte[byte] : ByteCode{0};
}

/// Returns the bytes of the newline and of a carriage return before it, if they follow the cells;
/// else 0.
inline std::uint32_t end_of_regular_row(CellRules const& rules, char const* cells) {
  char const* const end = cells + 2 * std::uint64_t{rules.column_count} - 1;
  if (*end == '\n') return 1;
  return end[0] == '\r' && end[1] == '\n' ? 2 : 0;
}

/// Writes the columns of the haplotype table before ALT. Returns their end.
inline char* put_site_fields(CellRules const& rules, SiteFormat const& format,
                             RegularRows const& rows) {
  constexpr std::size_t usual_bytes = 32;  // copied whole, which is faster than copying fewer
  char* out = rows.out;
  std::memcpy(out, rows.cursor, usual_bytes);
  if (rows.cells_begin > usual_bytes) std::memcpy(out, rows.cursor, rows.cells_begin);
  out[rows.contig.size()] = '\t';
  out += rows.cells_begin - 2;
  out[-1] = '\t';
  char const ref = fold(rows.cursor[rows.cells_begin - 2], rules.fold_case);
  if (format.has_ref_column) {
    *out++ = ref;
    *out++ = '\t';
  }
  if (format.alt_begins_ref) {
    *out++ = ref;
    *out++ = ',';
  }
  return out;
}

/// The bytes that missing cells and deletions print.
struct Printing {
  bool is_needed;        ///< false if every cell prints its code
  std::uint8_t missing;  ///< 0 for the cell's own byte
  std::uint8_t deletion;
};

inline Printing choose_printing(CellRules const& rules, SiteFormat const& format,
                                RegularRows const& rows) {
  auto const ref =
      static_cast<std::uint8_t>(fold(rows.cursor[rows.cells_begin - 2], rules.fold_case));
  // For a short row, replacing always costs less than a mispredicted branch.
  constexpr std::uint32_t short_row_columns = 64;
  return {.is_needed = rules.column_count <= short_row_columns || rows.has_missing ||
                       (rows.has_deletion && format.deletion_prints_ref),
          .missing = format.missing_prints_ref ? ref : std::uint8_t{0},
          .deletion = format.deletion_prints_ref ? ref : rules.deletion_code};
}

}  // namespace hapmill::cpu
