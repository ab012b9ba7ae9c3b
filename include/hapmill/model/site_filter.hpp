#pragma once

#include <cstdint>

#include "hapmill/model/genotype.hpp"
#include "hapmill/model/lanes.hpp"
#include "hapmill/model/policies.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/model/vcf_site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

/// Why a row without faults is left out, in the order in which rows are tested. `drop_site` comes
/// from DeletionPolicy and is tested before it is known whether the site is variant. The others
/// come from SiteFilters.
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

/// The limits that a variant site has to meet to be written. By default every site meets them.
/// Plain data.
struct SiteFilters {
  /// A missing rate of 1. Rates are stored in billionths, so that no row depends on rounding.
  static constexpr std::uint32_t whole = 1'000'000'000;
  static constexpr std::uint32_t no_limit = 0xFFFFFFFFU;

  std::uint32_t min_alleles = 2;  ///< REF and alternates of the record
  std::uint32_t max_alleles = no_limit;
  std::uint32_t min_ac = 0;                ///< alternate alleles in the printed samples
  std::uint32_t max_missing_rate = whole;  ///< share of missing alleles in the printed samples
  bool snps_only = false;                  ///< write only sites for which is_snp() holds

  /// Whether a filter needs the tally of alleles.
  HAPMILL_HD constexpr bool need_tally() const { return min_ac != 0 || max_missing_rate < whole; }
  /// Whether any filter is set.
  HAPMILL_HD constexpr bool any() const {
    return min_alleles > 2 || max_alleles != no_limit || snps_only || need_tally();
  }
};

/// The number of alleles in the printed samples. A diploid sample has two alleles, a haploid one. A
/// column that belongs to several samples is counted for each.
struct AlleleTally {
  std::uint32_t alleles;
  std::uint32_t missing;     ///< counted even if MissingPolicy prints them as REF
  std::uint32_t alternates;  ///< neither missing nor REF
};

/// Counts the alleles of the printed samples. Half-calls are counted as HalfCallPolicy prints them.
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

/// Whether a code is a base that VCF knows (A C G T N), in either case.
template <class Code>
HAPMILL_HD constexpr bool is_snp_base(Code code) {
  return code < first_long_code && is_vcf_base(to_upper(static_cast<char>(code)));
}

/// Whether REF and every alternate are one base each. A deletion is never a base, whatever its
/// code.
template <class Code>
HAPMILL_HD bool is_snp(Site<Code> const& site) {
  if (!is_snp_base(site.ref_code)) return false;
  for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
    Code const code = site.alternates[k];
    if (!is_snp_base(code) || code == site.deletion_code) return false;
  }
  return true;
}

/// Returns the first filter that rejects a site with `alternate_count` alternates. `is_snp()` and
/// `tally()` are called only if a filter needs them.
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

/// Returns the first filter that rejects a variant site that passed check_record. Its alternates
/// may be in any order.
template <class Lanes, class Code>
HAPMILL_HD FilterReason judge_site(Lanes lanes, Site<Code> const& site, SiteFilters const& filters,
                                   GenotypeFormat const& format) {
  return judge_site(
      filters, site.alternate_count, [&] { return is_snp(site); },
      [&] { return tally_alleles(lanes, site, format); });
}

}  // namespace hapmill
