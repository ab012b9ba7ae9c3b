#pragma once

#include <cstdint>

#include "hapmill/model/genotype.hpp"
#include "hapmill/model/lanes.hpp"
#include "hapmill/model/policies.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/model/vcf_site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

/// Why a good row is left out, in the order in which a row is tested. `drop_site` is
/// DeletionPolicy's, and asked before the row is known to be variant; the others are SiteFilters'.
enum class FilterReason : std::uint8_t {
  none,
  drop_site,
  min_alleles,
  max_alleles,
  snps_only,
  min_ac,
  max_missing_rate,
};
inline constexpr int filter_reason_count = 7;

/// Which variant sites are written, beside those that a kind of record cannot hold; by default all.
/// Plain data.
struct SiteFilters {
  /// A missing rate is told in these, so that no rounding decides about a row.
  static constexpr std::uint32_t whole = 1'000'000'000;
  static constexpr std::uint32_t no_limit = 0xFFFFFFFFU;

  std::uint32_t min_alleles = 2;  ///< of the record: REF and alternates
  std::uint32_t max_alleles = no_limit;
  std::uint32_t min_ac = 0;                ///< alternate alleles of the printed samples
  std::uint32_t max_missing_rate = whole;  ///< missing alleles among those of the printed samples
  bool snps_only = false;                  ///< see is_snp

  HAPMILL_HD constexpr bool need_tally() const { return min_ac != 0 || max_missing_rate < whole; }
  HAPMILL_HD constexpr bool any() const {
    return min_alleles > 2 || max_alleles != no_limit || snps_only || need_tally();
  }
};

/// The alleles of the printed samples: two of a pair, one of a haploid; a column that serves
/// several samples counts for each.
struct AlleleTally {
  std::uint32_t alleles;
  std::uint32_t missing;     ///< whatever MissingPolicy prints for them
  std::uint32_t alternates;  ///< neither missing nor REF
};

/// Half-calls count as HalfCallPolicy prints them, where it acts.
template <class Lanes, class Code>
HAPMILL_HD AlleleTally tally_alleles(Lanes lanes, Site<Code> const& site,
                                     GenotypeFormat const& format) {
  bool const acts = format.missing == MissingPolicy::dot;
  bool const half_is_missing = acts && format.half_call == HalfCallPolicy::missing;
  bool const half_is_ref = acts && format.half_call == HalfCallPolicy::ref;
  AlleleTally tally{0, 0, 0};
  for (std::uint32_t base = 0; base < format.sample_count; base += lanes.size()) {
    std::uint32_t const k = base + lanes.rank();
    bool const has_left = k < format.sample_count;
    SampleColumns const columns = has_left ? columns_of_call(site, format, format.samples[k])
                                           : SampleColumns{0, SampleColumns::none};
    bool const has_right = columns.second != SampleColumns::none;
    Code const left = has_left ? site.codes[columns.first] : site.ref_code;
    Code const right = has_right ? site.codes[columns.second] : site.ref_code;
    bool left_missing = is_missing(left);
    bool right_missing = is_missing(right);
    if (has_right && left_missing != right_missing && (half_is_missing || half_is_ref)) {
      left_missing = right_missing = half_is_missing;
    }
    bool const left_alternate = !left_missing && is_alternate(left, site.ref_code);
    bool const right_alternate = !right_missing && is_alternate(right, site.ref_code);
    tally.alleles += bit_count(lanes.ballot(has_left)) + bit_count(lanes.ballot(has_right));
    tally.missing += bit_count(lanes.ballot(left_missing)) + bit_count(lanes.ballot(right_missing));
    tally.alternates +=
        bit_count(lanes.ballot(left_alternate)) + bit_count(lanes.ballot(right_alternate));
  }
  return tally;
}

/// A C G T N, in either case.
template <class Code>
HAPMILL_HD constexpr bool is_snp_base(Code code) {
  return code < first_long_code && is_vcf_base(to_upper(static_cast<char>(code)));
}

/// Whether REF and all alternates are such a base each; a deletion is none, whatever its code.
template <class Code>
HAPMILL_HD bool is_snp(Site<Code> const& site) {
  if (!is_snp_base(site.ref_code)) return false;
  for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
    Code const code = site.alternates[k];
    if (!is_snp_base(code) || code == site.deletion_code) return false;
  }
  return true;
}

/// The filter that a site of so many alternates does not pass. `is_snp` and `tally` are asked for
/// only where a filter needs them.
template <class IsSnp, class Tally>
HAPMILL_HD FilterReason judge_site(SiteFilters const& filters, std::uint32_t alternate_count,
                                   IsSnp const& is_snp, Tally const& tally) {
  std::uint32_t const allele_count = alternate_count + 1;
  if (allele_count < filters.min_alleles) return FilterReason::min_alleles;
  if (allele_count > filters.max_alleles) return FilterReason::max_alleles;
  if (filters.snps_only && !is_snp()) return FilterReason::snps_only;
  if (!filters.need_tally()) return FilterReason::none;
  AlleleTally const found = tally();
  if (found.alternates < filters.min_ac) return FilterReason::min_ac;
  bool const is_too_sparse = std::uint64_t{found.missing} * SiteFilters::whole >
                             std::uint64_t{found.alleles} * filters.max_missing_rate;
  return is_too_sparse ? FilterReason::max_missing_rate : FilterReason::none;
}

/// The same for a variant site that passed check_record; its alternates may stand in any order.
template <class Lanes, class Code>
HAPMILL_HD FilterReason judge_site(Lanes lanes, Site<Code> const& site, SiteFilters const& filters,
                                   GenotypeFormat const& format) {
  return judge_site(
      filters, site.alternate_count, [&] { return is_snp(site); },
      [&] { return tally_alleles(lanes, site, format); });
}

}  // namespace hapmill
