#include <cstring>

#include "backend/cpu/column_gather.hpp"
#include "backend/cpu/genotype_template.hpp"
#include "backend/cpu/regular_row.hpp"
#include "backend/cpu/stages.hpp"
#include "hapmill/model/alternates.hpp"
#include "hapmill/model/site.hpp"

namespace hapmill::cpu {

namespace {

/// Offset of the cells of a regular row, or 0.
std::uint32_t parse_head(RowScan const& scan, char delimiter) {
  char const* at = scan.cursor;
  std::size_t const contig_size = scan.contig.size();
  if (std::memcmp(at, scan.contig.data(), contig_size) != 0) return 0;
  at += contig_size;
  if (*at++ != delimiter || *at == '0') return 0;
  char const* const digits = at;
  while (*at >= '0' && *at <= '9' && at - digits <= max_regular_digits) ++at;
  if (at == digits || at - digits > max_regular_digits || *at != delimiter) return 0;
  if (at[2] != delimiter) return 0;
  return static_cast<std::uint32_t>(at + 3 - scan.cursor);
}

ByteCode encode_cell(CellRules const& rules, std::uint8_t byte) {
  auto code = static_cast<ByteCode>(fold(static_cast<char>(byte), rules.fold_case));
  if (code <= ' ' || code >= 0x7F || rules.ambiguous.has(code)) return control_byte;
  if (rules.deletion_is_star && code == rules.deletion) return '*';
  if (rules.missing.has(code)) code |= missing_bit<ByteCode>;
  return code;
}

enum class RowKind : std::uint8_t { non_variant, site, irregular };

RowKind read_cells(CellRules const& rules, RowScan& scan, char const* cells) {
  bool variant = false;
  scan.has_missing = false;
  scan.has_deletion = false;
  for (std::uint32_t column = 0; column < rules.column_count; ++column) {
    ByteCode code = encode_cell(rules, static_cast<std::uint8_t>(cells[2 * column]));
    bool const is_last = column + 1 == rules.column_count;
    if (code == control_byte || (!is_last && cells[2 * column + 1] != rules.delimiter)) {
      return RowKind::irregular;
    }
    if (!rules.uncounted.empty()) code |= rules.uncounted[column];
    variant = variant || is_alternate(code, scan.ref_code);
    scan.has_missing = scan.has_missing || is_missing(code);
    scan.has_deletion = scan.has_deletion || code == rules.deletion_code;
    scan.codes[column] = code;
  }
  bool const stop = variant || (rules.stop_at_deletion && scan.has_deletion);
  return stop ? RowKind::site : RowKind::non_variant;
}

ScanStop scan_rows(CellRules const& rules, RowScan& scan) {
  while (scan.cursor < scan.end) {
    if (!may_be_regular(rules, scan)) return ScanStop::irregular;
    scan.cells_begin = parse_head(scan, rules.delimiter);
    if (scan.cells_begin == 0) return ScanStop::irregular;
    char const* const cells = scan.cursor + scan.cells_begin;
    scan.ref_code = regular_ref_code(rules, cells);
    std::uint32_t const newline_bytes = end_of_regular_row(rules, cells);
    if (scan.ref_code == 0 || newline_bytes == 0) return ScanStop::irregular;
    RowKind const kind = read_cells(rules, scan, cells);
    if (kind == RowKind::irregular) return ScanStop::irregular;
    scan.row_bytes = scan.cells_begin + 2 * rules.column_count - 1 + newline_bytes;
    if (kind == RowKind::site) return ScanStop::site;
    ++scan.non_variant_count;
    scan.cursor += scan.row_bytes;
  }
  return ScanStop::end;
}

std::uint32_t collect(CellRules const& rules, RowScan const& scan, ByteCode* alternates) {
  return collect_alternates(SingleLane{}, scan.codes, rules.column_count, scan.ref_code,
                            alternates);
}

void print_alleles(CellRules const& rules, RowScan const& scan, std::uint8_t missing_prints,
                   std::uint8_t deletion_prints, std::uint8_t* printed) {
  for (std::uint32_t column = 0; column < rules.column_count; ++column) {
    ByteCode const code = scan.codes[column];
    if (is_missing(code)) {
      auto const own = static_cast<std::uint8_t>(code & ~missing_bit<ByteCode>);
      printed[column] = missing_prints != 0 ? missing_prints : own;
    } else {
      printed[column] = code == rules.deletion_code ? deletion_prints : code;
    }
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

}  // namespace

Stages const scalar_stages{"scalar",      [] { return true; }, 0,     0, 0, scan_rows, collect,
                           print_alleles, gather_columns,      expand};

}  // namespace hapmill::cpu
