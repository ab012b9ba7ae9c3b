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

/// What a phase column says of a sample's call: its two alleles in order, in no order, or that it
/// has one. Cells of such a column are these bytes; it counts for nothing else.
enum class CallPhase : char { phased = '|', unphased = '/', haploid = '1' };

/// Where the phase of calls is known from.
struct PhaseFormat {
  /// Of a matrix that says it call by call: the first of its phase columns, which stand after all
  /// columns of alleles; else 0. The columns 2k and 2k + 1 are of one call, whose phase stands in
  /// column first_column + k.
  std::uint32_t first_column;
  bool is_unphased;  ///< of every other matrix: no pair's alleles are in order
  /// In the haplotype table, which has no place for them: pairs of two alleles in no order are
  /// refused.
  bool refuses_unphased;
};

/// How columns become the genotypes of samples, in every kind of record; plain data, its pointer
/// is of the side that reads.
struct GenotypeFormat {
  bool fold_case;
  MissingPolicy missing;
  HalfCallPolicy half_call;
  DeletionPolicy deletion;
  PhaseFormat phase;
  std::uint32_t sample_count;
  SampleColumns const* samples;  ///< [sample_count]
};

/// Phase of the call in a sample's columns; of a haploid sample, phased.
template <class Code>
HAPMILL_HD CallPhase phase_of_call(Site<Code> const& site, GenotypeFormat const& format,
                                   SampleColumns columns) {
  PhaseFormat const& phase = format.phase;
  if (phase.first_column == 0) return phase.is_unphased ? CallPhase::unphased : CallPhase::phased;
  Code const code = site.codes[phase.first_column + columns.first / 2];
  return static_cast<CallPhase>(code & static_cast<Code>(~missing_bit<Code>));
}

/// The columns of a sample's alleles in this site: a call of one allele has no second.
template <class Code>
HAPMILL_HD SampleColumns columns_of_call(Site<Code> const& site, GenotypeFormat const& format,
                                         SampleColumns columns) {
  bool const may_be_haploid = format.phase.first_column != 0;
  if (may_be_haploid && phase_of_call(site, format, columns) == CallPhase::haploid) {
    columns.second = SampleColumns::none;
  }
  return columns;
}

template <class Code>
HAPMILL_HD bool is_half_call(Site<Code> const& site, GenotypeFormat const& format,
                             SampleColumns columns) {
  columns = columns_of_call(site, format, columns);
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
                                     GenotypeFormat const& format) {
  HalfCalls found{0, format.sample_count};
  for (std::uint32_t base = 0; base < format.sample_count; base += lanes.size()) {
    std::uint32_t const k = base + lanes.rank();
    bool const half = k < format.sample_count && is_half_call(site, format, format.samples[k]);
    std::uint32_t const halves = lanes.ballot(half);
    if (found.count == 0 && halves != 0) found.first = base + lowest_bit(halves);
    found.count += bit_count(halves);
  }
  return found;
}

/// The first sample whose call is two alleles in no order; sample_count if there is none.
template <class Lanes, class Code>
HAPMILL_HD std::uint32_t find_unphased_call(Lanes lanes, Site<Code> const& site,
                                            GenotypeFormat const& format) {
  for (std::uint32_t base = 0; base < format.sample_count; base += lanes.size()) {
    std::uint32_t const k = base + lanes.rank();
    bool is_unphased = false;
    if (k < format.sample_count && format.samples[k].second != SampleColumns::none) {
      Code const left = site.codes[format.samples[k].first];
      Code const right = site.codes[format.samples[k].second];
      is_unphased = left != right && !(is_missing(left) && is_missing(right)) &&
                    phase_of_call(site, format, format.samples[k]) == CallPhase::unphased;
    }
    std::uint32_t const found = lanes.ballot(is_unphased);
    if (found != 0) return base + lowest_bit(found);
  }
  return format.sample_count;
}

/// In a Genotype: an allele that is not known, and the second of a haploid.
inline constexpr std::uint32_t missing_allele = 0xFFFFFFFFU;
inline constexpr std::uint32_t no_allele = 0xFFFFFFFEU;

/// Alleles of one sample as VCF numbers them: 0 is REF, k the k-th alternate.
struct Genotype {
  std::uint32_t left;
  std::uint32_t right;
};

HAPMILL_HD constexpr bool is_called(std::uint32_t allele) { return allele < no_allele; }

/// The number of a code that is REF, missing or one of the site's alternates.
template <class Code>
HAPMILL_HD std::uint32_t allele_number(Site<Code> const& site, Code code) {
  if (is_missing(code)) return missing_allele;
  if (code == site.ref_code) return 0;
  std::uint32_t k = 0;
  while (k < site.alternate_count && site.alternates[k] != code) ++k;
  return k + 1;
}

/// The genotype that VCF and BCF print: policies for missing alleles and half-calls applied.
template <class Code>
HAPMILL_HD Genotype genotype_of(Site<Code> const& site, GenotypeFormat const& format,
                                SampleColumns columns) {
  columns = columns_of_call(site, format, columns);
  bool const is_pair = columns.second != SampleColumns::none;
  Genotype genotype{allele_number(site, site.codes[columns.first]),
                    is_pair ? allele_number(site, site.codes[columns.second]) : no_allele};
  bool const is_half =
      is_pair && (genotype.left == missing_allele) != (genotype.right == missing_allele);
  if (is_half && format.half_call == HalfCallPolicy::missing &&
      format.missing == MissingPolicy::dot) {
    return {missing_allele, missing_allele};
  }
  bool const missing_is_ref =
      format.missing == MissingPolicy::ref || (is_half && format.half_call == HalfCallPolicy::ref);
  if (missing_is_ref && genotype.left == missing_allele) genotype.left = 0;
  if (missing_is_ref && genotype.right == missing_allele) genotype.right = 0;
  return genotype;
}

}  // namespace hapmill
