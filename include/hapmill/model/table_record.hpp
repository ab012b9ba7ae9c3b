#pragma once

#include <cstdint>

#include "hapmill/model/lanes.hpp"
#include "hapmill/model/policies.hpp"
#include "hapmill/model/put_bytes.hpp"
#include "hapmill/model/put_samples.hpp"
#include "hapmill/model/record_format.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

// Writes records of the haplotype table.

namespace table_record {

/// The text that a record has for an allele: `.`, REF, or the allele's own text.
enum class Printed : std::uint8_t { dot, ref, own };

/// Returns what a record prints for a code.
template <class Code>
HAPMILL_HD Printed printed_allele(Site<Code> const& site, GenotypeFormat const& format, Code code,
                                  bool missing_is_ref) {
  if (is_missing(code)) {
    if (missing_is_ref || format.missing == MissingPolicy::ref) return Printed::ref;
    return format.missing == MissingPolicy::dot ? Printed::dot : Printed::own;
  }
  bool const is_deletion = code == site.deletion_code;
  return is_deletion && format.deletion == DeletionPolicy::ref ? Printed::ref : Printed::own;
}

/// Appends the text of one allele.
template <class Code>
HAPMILL_HD std::uint64_t put_allele(char* out, std::uint64_t at, Site<Code> const& site,
                                    RecordFormat const& format, Code code, bool missing_is_ref) {
  GenotypeFormat const& genotypes = format.genotypes;
  Printed const printed = printed_allele(site, genotypes, code, missing_is_ref);
  if (printed == Printed::dot) return put(out, at, '.');
  if (printed == Printed::ref) return put(out, at, ref_text(site), genotypes.fold_case);
  char byte = 0;
  return put(out, at, allele_text(site, code, byte), format.genotypes.fold_case);
}

/// Appends `<tab>PI<tab>PG_al` for one sample.
template <class Code>
HAPMILL_HD std::uint64_t put_sample(char* out, std::uint64_t at, Site<Code> const& site,
                                    RecordFormat const& format, SampleColumns columns) {
  columns = columns_of_call(site, format.genotypes, columns);
  bool const is_pair = columns.second != SampleColumns::none;
  Code left = site.codes[columns.first];
  Code right = is_pair ? site.codes[columns.second] : left;
  bool missing_is_ref = false;
  if (is_missing(left) != is_missing(right) && format.genotypes.missing == MissingPolicy::dot) {
    if (format.genotypes.half_call == HalfCallPolicy::missing) left = right = missing_bit<Code>;
    missing_is_ref = format.genotypes.half_call == HalfCallPolicy::ref;
  }
  bool const dot_both = format.table.missing_is_sample &&
                        format.genotypes.missing == MissingPolicy::dot && !missing_is_ref &&
                        (is_missing(left) || is_missing(right));
  at = put(out, at, '\t');
  if (dot_both) {
    at = put(out, at, '.');
    at = put(out, at, '\t');
    return put(out, at, '.');
  }
  at = put(out, at, {format.table.pi_prefix, format.table.pi_prefix_size}, false);
  at = put(out, at, {site.row.text, site.chrom_size}, false);
  at = put(out, at, '\t');
  at = put_allele(out, at, site, format, left, missing_is_ref);
  if (!is_pair) return at;
  at = put(out, at, '|');
  return put_allele(out, at, site, format, right, missing_is_ref);
}

/// Appends the columns before the samples.
template <class Code>
HAPMILL_HD std::uint64_t put_site(char* out, Site<Code> const& site, RecordFormat const& format) {
  std::uint64_t at = put(out, 0, {site.row.text, site.chrom_size}, false);
  at = put(out, at, '\t');
  at = put_number(out, at, site.pos);
  at = put(out, at, '\t');
  if (format.table.has_ref_column) {
    at = put(out, at, ref_text(site), format.genotypes.fold_case);
    at = put(out, at, '\t');
  }
  if (format.table.alt_begins_ref) {
    at = put(out, at, ref_text(site), format.genotypes.fold_case);
    at = put(out, at, ',');
  }
  for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
    char byte = 0;
    if (k != 0) at = put(out, at, ',');
    at = put(out, at, allele_text(site, site.alternates[k], byte), format.genotypes.fold_case);
  }
  return at;
}

}  // namespace table_record

/// Writes the record of a variant site, with its newline, to `out`, or computes only its size if
/// `out` is null. Returns the bytes of the record.
template <class Lanes, class Code>
HAPMILL_HD std::uint64_t write_table_record(Lanes lanes, Site<Code> const& site,
                                            RecordFormat const& format, char* out) {
  std::uint64_t const at = table_record::put_site(lanes.rank() == 0 ? out : nullptr, site, format);
  return put_samples(lanes, format.genotypes, out, at,
                     [&](char* to, std::uint64_t place, SampleColumns columns) {
                       return table_record::put_sample(to, place, site, format, columns);
                     });
}

}  // namespace hapmill
