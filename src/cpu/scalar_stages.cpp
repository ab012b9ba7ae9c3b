// The stages for any machine, one byte after another. The vector targets are compared with them.
#include <algorithm>
#include <cstring>

#include "cpu/regular_site.hpp"
#include "cpu/stages.hpp"
#include "hapmill/model/site.hpp"

#define HAPMILL_TARGET
#define HAPMILL_TARGET_INLINE inline

namespace hapmill::cpu {

namespace {

struct Head {
  explicit Head(RegularRows const& /*rows*/) {}

  /// Returns the offset of the first cell of a regular row, or 0.
  static std::uint32_t parse(RegularRows const& rows, char delimiter) {
    char const* at = rows.cursor;
    if (std::memcmp(at, rows.contig.data(), rows.contig.size()) != 0) return 0;
    at += rows.contig.size();
    if (*at++ != delimiter || *at == '0') return 0;
    char const* const digits = at;
    while (*at >= '0' && *at <= '9' && at - digits <= max_regular_digits) ++at;
    if (at == digits || at - digits > max_regular_digits || *at != delimiter) return 0;
    if (at[2] != delimiter) return 0;
    return static_cast<std::uint32_t>(at + 3 - rows.cursor);
  }
};

template <bool is_plain>
struct CellCoder {
  CellRules const& rules;

  explicit CellCoder(CellRules const& cell_rules) : rules{cell_rules} {}

  ByteCode encode(std::uint8_t byte) const {
    auto code = static_cast<ByteCode>(fold(static_cast<char>(byte), rules.fold_case));
    if (code <= ' ' || code >= 0x7F || rules.ambiguous.has(code)) return control_byte;
    if (rules.deletion_is_star && code == rules.deletion) return '*';
    if (rules.missing.has(code)) code |= missing_bit<ByteCode>;
    return code;
  }

  /// Encodes the cells of one row and returns what the row is.
  RowKind encode_row(char const* cells, RegularRows& rows) const {
    bool is_variant = false;
    rows.has_missing = false;
    rows.has_deletion = false;
    for (std::uint32_t column = 0; column < rules.column_count; ++column) {
      ByteCode code = encode(static_cast<std::uint8_t>(cells[2 * std::uint64_t{column}]));
      bool const is_last = column + 1 == rules.column_count;
      if (code == control_byte ||
          (!is_last && cells[2 * std::uint64_t{column} + 1] != rules.delimiter)) {
        return RowKind::irregular;
      }
      if (rules.uncounted != nullptr) code |= rules.uncounted[column];
      is_variant = is_variant || is_alternate(code, rows.ref_code);
      rows.has_missing = rows.has_missing || is_missing(code);
      rows.has_deletion = rows.has_deletion || code == rules.deletion_code;
      rows.codes[column] = code;
    }
    return is_variant ? RowKind::site : RowKind::non_variant;
  }
};

/// Writes ALT, separated by commas, in order of first appearance. Returns its end.
char* put_alternates(CellRules const& rules, RegularRows const& rows, char* const begin) {
  char* out = begin;
  for (std::uint32_t column = 0; column < rules.column_count; ++column) {
    ByteCode const code = rows.codes[column];
    if (!is_alternate(code, rows.ref_code)) continue;
    bool is_new = true;
    for (char const* known = begin; known != out; known += 2) {
      is_new = is_new && *known != static_cast<char>(code);
    }
    if (!is_new) continue;
    *out++ = static_cast<char>(code);
    *out++ = ',';
  }
  return out - 1;
}

void print_alleles(CellRules const& rules, RegularRows const& rows, Printing const& printing,
                   std::uint8_t* printed) {
  for (std::uint32_t column = 0; column < rules.column_count; ++column) {
    ByteCode const code = rows.codes[column];
    auto const own = static_cast<std::uint8_t>(code & ~missing_bit<ByteCode>);
    std::uint8_t const missing = printing.missing != 0 ? printing.missing : own;
    std::uint8_t const called = code == rules.deletion_code ? printing.deletion : code;
    printed[column] = is_missing(code) ? missing : called;
  }
}

void gather_columns(ColumnGather const& gather, std::uint8_t const* printed,
                    std::uint8_t* alleles) {
  for (auto const column : gather.columns()) *alleles++ = printed[column];
}

void expand(GenotypeTemplate const& genotypes, std::uint8_t const* alleles, char* out) {
  std::memcpy(out, genotypes.text(), genotypes.size());
  for (auto const place : genotypes.places()) out[place] = static_cast<char>(*alleles++);
}

std::uint32_t count_equal(std::uint8_t const* alleles, std::size_t count, std::uint8_t value) {
  return static_cast<std::uint32_t>(std::count(alleles, alleles + count, value));
}

MissingNumbers count_missing(std::uint8_t const* alleles, std::size_t count, std::uint8_t value) {
  MissingNumbers missing{count_equal(alleles, count, value), 0};
  for (std::size_t at = 0; at + 1 < count; at += 2) {
    if (alleles[at] == value && alleles[at + 1] == value) ++missing.pairs;
  }
  return missing;
}

#include "cpu/convert_rows.inl"

}  // namespace

Stages const scalar_stages{"scalar", [] { return true; }, 0, 0, 0, convert_rows, write_site};

}  // namespace hapmill::cpu
