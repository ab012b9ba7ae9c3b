// The fused pass over regular rows, compiled once for each target. A target's file includes this
// file in its namespace after it has defined
//
//   HAPMILL_TARGET, HAPMILL_TARGET_INLINE   attributes of its functions: support/simd_target.hpp
//   Head           parse() finds the first cell of a regular row
//   CellCoder      encode_row() makes the codes of the cells and says what the row is
//   put_alternates, print_alleles, gather_columns, expand
//   count_equal    counts the alleles that have a value; they are padded by numbers_padding
//   count_missing  counts the missing alleles and the pairs of two missing alleles

#include "cpu/filter_rows.inl"
#include "cpu/vcf_rows.inl"

/// Writes the table's record of the site at the cursor and returns its end. If a filter rejects the
/// site, which is tested only if `judges`, it returns rows.out.
template <bool judges>
HAPMILL_TARGET_INLINE char* put_table_record(CellRules const& rules, SiteFormat& format,
                                             RegularRows& rows) {
  char* const alternates = put_site_fields(rules, format, rows);
  char* const out = put_alternates(rules, rows, alternates);
  if (judges && format.has_filters) {
    auto const count = static_cast<std::uint32_t>(out + 1 - alternates) / 2;
    if (is_filtered(rules, format, rows, alternates, count)) return rows.out;
  }
  std::uint8_t const* alleles = rows.codes;
  Printing const printing = choose_printing(rules, format, rows);
  if (printing.is_needed) {
    print_alleles(rules, rows, printing, format.printed.data());
    alleles = format.printed.data();
  }
  if (!format.gather.is_identity()) {
    gather_columns(format.gather, alleles, format.alleles.data());
    alleles = format.alleles.data();
  }
  expand(format.genotypes, alleles, out);
  return out + format.genotypes.size();
}

HAPMILL_TARGET char* write_site(CellRules const& rules, SiteFormat& format, RegularRows& rows) {
  return put_table_record<false>(rules, format, rows);
}

template <bool is_plain, bool is_vcf>
HAPMILL_TARGET RowStop convert_rows_as(CellRules const& rules, SiteFormat& format,
                                       RegularRows& rows) {
  Head const head{rows};
  CellCoder<is_plain> const coder{rules};
  while (rows.cursor < rows.end) {
    if (!may_be_regular(rules, rows)) return RowStop::irregular;
    rows.cells_begin = head.parse(rows, rules.delimiter);
    if (rows.cells_begin == 0) return RowStop::irregular;
    char const* const cells = rows.cursor + rows.cells_begin;
    rows.ref_code = regular_ref_code(rules, cells);
    std::uint32_t const newline_bytes = end_of_regular_row(rules, cells);
    if (rows.ref_code == 0 || newline_bytes == 0) return RowStop::irregular;
    RowKind const kind = coder.encode_row(cells, rows);
    if (kind == RowKind::irregular) return RowStop::irregular;
    rows.row_bytes = rows.cells_begin + 2 * rules.column_count - 1 + newline_bytes;
    if (rules.stop_at_deletion && rows.has_deletion) return RowStop::site;
    if (kind == RowKind::non_variant) {
      ++rows.non_variant_count;
    } else {
      if (rules.stop_at_site || (rules.stop_at_missing && rows.has_missing)) return RowStop::site;
      if (rows.out >= rows.full) return RowStop::full;
      char* const end = is_vcf ? put_vcf_record(rules, format, rows)
                               : put_table_record<true>(rules, format, rows);
      if (end == nullptr) return RowStop::site;
      rows.written_count += end != rows.out ? 1 : 0;
      rows.out = end;
    }
    rows.cursor += rows.row_bytes;
  }
  return RowStop::end;
}

HAPMILL_TARGET RowStop convert_rows(CellRules const& rules, SiteFormat& format, RegularRows& rows) {
  if (format.is_vcf()) {
    return rules.is_plain() ? convert_rows_as<true, true>(rules, format, rows)
                            : convert_rows_as<false, true>(rules, format, rows);
  }
  return rules.is_plain() ? convert_rows_as<true, false>(rules, format, rows)
                          : convert_rows_as<false, false>(rules, format, rows);
}
