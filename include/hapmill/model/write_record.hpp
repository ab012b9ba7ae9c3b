#pragma once

#include <cstdint>

#include "hapmill/model/bcf_record.hpp"
#include "hapmill/model/record_format.hpp"
#include "hapmill/model/row_fault.hpp"
#include "hapmill/model/row_fields.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/model/table_record.hpp"
#include "hapmill/model/vcf_record.hpp"
#include "hapmill/model/vcf_site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

// Checks whether a record can be written, and writes it, for every kind of record.

/// Makes the fault for a field that check_vcf_fields refused.
template <class Code>
HAPMILL_HD RowFault fault_of_field(Site<Code> const& site, RowFaultKind kind) {
  if (kind == RowFaultKind::contig_length) {
    std::uint32_t const begin = site.chrom_size + 1;
    return {kind, 1, begin, site.ref_begin - 1 - begin, 0};
  }
  if (kind == RowFaultKind::ref_allele) return {kind, 2, site.ref_begin, site.ref_size, 0};
  return {kind, 0, 0, site.chrom_size, 0};
}

/// Makes the fault for the cell of a column. `field_begin` is scratch memory for tokenize_row.
template <class Lanes, class Code>
HAPMILL_HD RowFault fault_of_cell(Lanes lanes, Site<Code> const& site, RowFaultKind kind,
                                  std::uint32_t column, char delimiter,
                                  std::uint32_t* field_begin) {
  std::uint32_t const field = site_field_count + column;
  tokenize_row(lanes, site.row, delimiter, field_begin, site.column_count + site_field_count + 1);
  std::uint32_t const begin = field_begin[field];
  return {kind, field, begin, field_begin[field + 1] - begin - 1, 0};
}

/// Checks whether the record of a variant site can be written. Returns a fault if its kind cannot
/// express it, if it has a call that PhaseFormat refuses, or if it has a half-call under
/// HalfCallPolicy::error. The site's alternates may be in any order. `field_begin` is scratch
/// memory for tokenize_row.
template <class Lanes, class Code>
HAPMILL_HD RowFault check_record(Lanes lanes, Site<Code> const& site, RecordFormat const& format,
                                 char delimiter, std::uint32_t* field_begin) {
  GenotypeFormat const& genotypes = format.genotypes;
  if (format.kind != RecordKind::table) {
    RowFaultKind const kind = check_vcf_fields(site, genotypes.fold_case);
    if (kind != RowFaultKind::none) return fault_of_field(site, kind);
    std::uint32_t const column = find_unfit_alternate(lanes, site, genotypes.fold_case);
    if (column != site.column_count) {
      return fault_of_cell(lanes, site, RowFaultKind::alt_allele, column, delimiter, field_begin);
    }
  }
  if (genotypes.phase.refuses_unphased) {
    std::uint32_t const sample = find_unphased_call(lanes, site, genotypes);
    if (sample != genotypes.sample_count) {
      return fault_of_cell(lanes, site, RowFaultKind::unphased, genotypes.samples[sample].first,
                           delimiter, field_begin);
    }
  }
  if (genotypes.missing == MissingPolicy::dot && genotypes.half_call == HalfCallPolicy::error &&
      site.has_missing) {
    HalfCalls const half_calls = find_half_calls(lanes, site, genotypes);
    if (half_calls.count != 0) {
      SampleColumns const columns = genotypes.samples[half_calls.first];
      std::uint32_t const column =
          is_missing(site.codes[columns.first]) ? columns.first : columns.second;
      return fault_of_cell(lanes, site, RowFaultKind::half_call, column, delimiter, field_begin);
    }
  }
  return {};
}

/// Writes the record of a variant site that passed check_record to `out`, or computes only its size
/// if `out` is null.
///
/// `kind` is format.kind; `counts` is scratch memory with one number per alternate. Returns the
/// bytes of the record.
template <RecordKind kind, class Lanes, class Code>
HAPMILL_HD std::uint64_t write_record(Lanes lanes, Site<Code> const& site,
                                      RecordFormat const& format, std::uint32_t* counts,
                                      char* out) {
  if constexpr (kind == RecordKind::table) {
    return write_table_record(lanes, site, format, out);
  } else {
    GenotypeCounts const info = count_genotypes(lanes, site, format.genotypes, counts);
    if constexpr (kind == RecordKind::vcf) return write_vcf_record(lanes, site, format, info, out);
    return write_bcf_record(lanes, site, format, info, out);
  }
}

/// Writes a record of the kind that `format` names.
template <class Lanes, class Code>
HAPMILL_HD std::uint64_t write_record(Lanes lanes, Site<Code> const& site,
                                      RecordFormat const& format, std::uint32_t* counts,
                                      char* out) {
  switch (format.kind) {
    case RecordKind::vcf:
      return write_record<RecordKind::vcf>(lanes, site, format, counts, out);
    case RecordKind::bcf:
      return write_record<RecordKind::bcf>(lanes, site, format, counts, out);
    case RecordKind::table:
      break;
  }
  return write_record<RecordKind::table>(lanes, site, format, counts, out);
}

}  // namespace hapmill
