#pragma once

#include <cstdint>

#include "hapmill/model/lanes.hpp"
#include "hapmill/model/policies.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

/// Haplotype columns of one sample, from 0; a haploid has no second.
struct SampleColumns {
  static constexpr std::uint32_t none = 0xFFFFFFFFU;
  std::uint32_t first;
  std::uint32_t second;
};

/// How records of the haplotype table look; plain data, its pointers are of the side that reads.
struct TableFormat {
  bool has_ref_column;     ///< `contig pos REF alt`, else `contig pos alt`
  bool alt_begins_ref;     ///< the alleles column lists REF first
  bool missing_is_sample;  ///< a sample with a missing allele prints `.` in both its columns
  bool fold_case;
  MissingPolicy missing;
  HalfCallPolicy half_call;
  DeletionPolicy deletion;
  char const* pi_prefix;  ///< before the contig's name in PI
  std::uint32_t pi_prefix_size;
  std::uint32_t sample_count;
  SampleColumns const* samples;  ///< [sample_count]
};

namespace table_record {

/// Appends text at `at` if there is a destination; the next place.
HAPMILL_HD inline std::uint64_t put(char* out, std::uint64_t at, Text text, bool fold_case) {
  if (out != nullptr) {
    for (std::uint32_t i = 0; i < text.size; ++i) out[at + i] = fold(text.data[i], fold_case);
  }
  return at + text.size;
}

HAPMILL_HD inline std::uint64_t put(char* out, std::uint64_t at, char byte) {
  if (out != nullptr) out[at] = byte;
  return at + 1;
}

template <class Code>
HAPMILL_HD Text ref_text(Site<Code> const& site) {
  return {site.row.text + site.ref_begin, site.ref_size};
}

/// What stands for an allele in a record.
enum class Printed : std::uint8_t { dot, ref, own };

template <class Code>
HAPMILL_HD Printed printed_allele(Site<Code> const& site, TableFormat const& format, Code code,
                                  bool missing_is_ref) {
  if (is_missing(code)) {
    if (missing_is_ref || format.missing == MissingPolicy::ref) return Printed::ref;
    return format.missing == MissingPolicy::dot ? Printed::dot : Printed::own;
  }
  bool const is_deletion = code == site.deletion_code;
  return is_deletion && format.deletion == DeletionPolicy::ref ? Printed::ref : Printed::own;
}

template <class Code>
HAPMILL_HD std::uint64_t put_allele(char* out, std::uint64_t at, Site<Code> const& site,
                                    TableFormat const& format, Code code, bool missing_is_ref) {
  Printed const printed = printed_allele(site, format, code, missing_is_ref);
  if (printed == Printed::dot) return put(out, at, '.');
  if (printed == Printed::ref) return put(out, at, ref_text(site), format.fold_case);
  char byte = 0;
  return put(out, at, allele_text(site, code, byte), format.fold_case);
}

/// `<tab>PI<tab>PG_al` of one sample.
template <class Code>
HAPMILL_HD std::uint64_t put_sample(char* out, std::uint64_t at, Site<Code> const& site,
                                    TableFormat const& format, SampleColumns columns) {
  bool const is_pair = columns.second != SampleColumns::none;
  Code left = site.codes[columns.first];
  Code right = is_pair ? site.codes[columns.second] : left;
  bool missing_is_ref = false;
  if (is_missing(left) != is_missing(right) && format.missing == MissingPolicy::dot) {
    if (format.half_call == HalfCallPolicy::missing) left = right = missing_bit<Code>;
    missing_is_ref = format.half_call == HalfCallPolicy::ref;
  }
  bool const dot_both = format.missing_is_sample && format.missing == MissingPolicy::dot &&
                        !missing_is_ref && (is_missing(left) || is_missing(right));
  at = put(out, at, '\t');
  if (dot_both) {
    at = put(out, at, '.');
    at = put(out, at, '\t');
    return put(out, at, '.');
  }
  at = put(out, at, {format.pi_prefix, format.pi_prefix_size}, false);
  at = put(out, at, {site.row.text, site.chrom_size}, false);
  at = put(out, at, '\t');
  at = put_allele(out, at, site, format, left, missing_is_ref);
  if (!is_pair) return at;
  at = put(out, at, '|');
  return put_allele(out, at, site, format, right, missing_is_ref);
}

/// Decimal digits of a position.
HAPMILL_HD inline std::uint64_t put_pos(char* out, std::uint64_t at, std::uint32_t pos) {
  char digits[10] = {};
  std::uint32_t count = 0;
  for (; pos != 0; pos /= 10) digits[count++] = static_cast<char>('0' + pos % 10);
  while (count != 0) at = put(out, at, digits[--count]);
  return at;
}

/// Everything before the samples.
template <class Code>
HAPMILL_HD std::uint64_t put_site(char* out, Site<Code> const& site, TableFormat const& format) {
  std::uint64_t at = put(out, 0, {site.row.text, site.chrom_size}, false);
  at = put(out, at, '\t');
  at = put_pos(out, at, site.pos);
  at = put(out, at, '\t');
  if (format.has_ref_column) {
    at = put(out, at, ref_text(site), format.fold_case);
    at = put(out, at, '\t');
  }
  if (format.alt_begins_ref) {
    at = put(out, at, ref_text(site), format.fold_case);
    at = put(out, at, ',');
  }
  for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
    char byte = 0;
    if (k != 0) at = put(out, at, ',');
    at = put(out, at, allele_text(site, site.alternates[k], byte), format.fold_case);
  }
  return at;
}

}  // namespace table_record

/// Writes the record of a variant site with its newline to `out`, or, if `out` is null, only
/// tells its size: run it twice, and size and bytes cannot disagree.
///
/// @return bytes of the record.
template <class Lanes, class Code>
HAPMILL_HD std::uint64_t write_table_record(Lanes lanes, Site<Code> const& site,
                                            TableFormat const& format, char* out) {
  std::uint64_t at = table_record::put_site(lanes.rank() == 0 ? out : nullptr, site, format);
  for (std::uint32_t base = 0; base < format.sample_count; base += lanes.size()) {
    std::uint32_t const k = base + lanes.rank();
    bool const active = k < format.sample_count;
    if constexpr (Lanes::size() == 1) {
      at = table_record::put_sample(out, at, site, format, format.samples[k]);
    } else {
      auto const size = active
                            ? table_record::put_sample(nullptr, 0, site, format, format.samples[k])
                            : std::uint64_t{0};
      std::uint64_t total = 0;
      std::uint64_t const before = lanes.exclusive_sum(size, total);
      if (active && out != nullptr) {
        table_record::put_sample(out, at + before, site, format, format.samples[k]);
      }
      at += total;
    }
  }
  if (lanes.rank() == 0) table_record::put(out, at, '\n');
  return at + 1;
}

template <class Code>
HAPMILL_HD bool is_half_call(Site<Code> const& site, SampleColumns columns) {
  return columns.second != SampleColumns::none &&
         is_missing(site.codes[columns.first]) != is_missing(site.codes[columns.second]);
}

/// What find_half_calls tells of a site.
struct HalfCalls {
  std::uint32_t count;
  std::uint32_t first;  ///< the first sample that is one; sample_count if there is none
};

template <class Lanes, class Code>
HAPMILL_HD HalfCalls find_half_calls(Lanes lanes, Site<Code> const& site,
                                     TableFormat const& format) {
  HalfCalls found{0, format.sample_count};
  for (std::uint32_t base = 0; base < format.sample_count; base += lanes.size()) {
    std::uint32_t const k = base + lanes.rank();
    bool const half = k < format.sample_count && is_half_call(site, format.samples[k]);
    std::uint32_t const halves = lanes.ballot(half);
    if (found.count == 0 && halves != 0) found.first = base + lowest_bit(halves);
    found.count += bit_count(halves);
  }
  return found;
}

}  // namespace hapmill
