#pragma once

#include <cstdint>

#include "hapmill/model/lanes.hpp"
#include "hapmill/model/policies.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

/// The haplotype columns of one sample, counted from 0. A haploid sample has no second column.
struct SampleColumns {
  static constexpr std::uint32_t none = 0xFFFFFFFFU;  ///< in place of a second column
  std::uint32_t first;
  std::uint32_t second;
};

/// The phase of a sample's call: two alleles whose order is known, two alleles whose order is not
/// known, or one allele. The values are the cells of a phase column, which serves no other purpose.
enum class CallPhase : char { phased = '|', unphased = '/', haploid = '1' };

/// The source of the phase of calls. Plain data.
struct PhaseFormat {
  /// The first phase column, in a matrix that has one per call; else 0. Phase columns come after
  /// all columns of alleles: the phase of the call in columns 2k and 2k + 1 is in column
  /// first_column + k.
  std::uint32_t first_column;
  bool is_unphased;  ///< without phase columns: no call is phased
  /// An unphased call with two different alleles is a fault of its row. Used for the haplotype
  /// table, which cannot express such a call.
  bool refuses_unphased;
};

/// How columns become the genotypes of samples, for every kind of record. Plain data; `samples`
/// points to memory of the side, host or device, that reads it.
struct GenotypeFormat {
  bool fold_case;
  MissingPolicy missing;
  HalfCallPolicy half_call;
  DeletionPolicy deletion;
  PhaseFormat phase;
  std::uint32_t sample_count;
  SampleColumns const* samples;  ///< [sample_count] in output order, not owned
};

/// The phase of the call in a sample's columns. Without phase columns, the call of a haploid sample
/// has the same phase as any other.
template <class Code>
HAPMILL_HD CallPhase phase_of_call(Site<Code> const& site, GenotypeFormat const& format,
                                   SampleColumns columns) {
  PhaseFormat const& phase = format.phase;
  if (phase.first_column == 0) return phase.is_unphased ? CallPhase::unphased : CallPhase::phased;
  Code const code = site.codes[phase.first_column + columns.first / 2];
  return static_cast<CallPhase>(code & static_cast<Code>(~missing_bit<Code>));
}

/// The columns that hold the alleles of a sample's call at this site. A call of one allele has no
/// second column, even if the sample has two.
template <class Code>
HAPMILL_HD SampleColumns columns_of_call(Site<Code> const& site, GenotypeFormat const& format,
                                         SampleColumns columns) {
  bool const may_be_haploid = format.phase.first_column != 0;
  if (may_be_haploid && phase_of_call(site, format, columns) == CallPhase::haploid) {
    columns.second = SampleColumns::none;
  }
  return columns;
}

/// Returns how a column's cell is counted in the report. The second cell of a haploid call holds no
/// allele and is not counted as missing.
template <class Code>
HAPMILL_HD CellCount count_of_column(Site<Code> const& site, GenotypeFormat const& format,
                                     std::uint32_t column) {
  bool const is_second = format.phase.first_column != 0 && column % 2 == 1;
  if (is_second && column < format.phase.first_column &&
      phase_of_call(site, format, {column - 1, column}) == CallPhase::haploid) {
    return CellCount::called;
  }
  return count_of_cell(site, site.codes[column], format.deletion);
}

/// Whether exactly one of the two alleles of a sample's call is missing.
template <class Code>
HAPMILL_HD bool is_half_call(Site<Code> const& site, GenotypeFormat const& format,
                             SampleColumns columns) {
  columns = columns_of_call(site, format, columns);
  return columns.second != SampleColumns::none &&
         is_missing(site.codes[columns.first]) != is_missing(site.codes[columns.second]);
}

/// The half-calls of a site.
struct HalfCalls {
  std::uint32_t count;
  std::uint32_t first;  ///< the first sample with a half-call; sample_count if there is none
};

/// Counts the half-calls of a site and finds the first.
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

/// Returns the first sample whose call is unphased and has two different alleles; sample_count if
/// there is none.
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

/// In a Genotype: an allele that is missing.
inline constexpr std::uint32_t missing_allele = 0xFFFFFFFFU;
/// In a Genotype: the second allele of a haploid call.
inline constexpr std::uint32_t no_allele = 0xFFFFFFFEU;

/// The alleles of one sample as VCF numbers them: 0 is REF, k is the k-th alternate.
struct Genotype {
  std::uint32_t left;
  std::uint32_t right;
};

/// Whether an allele of a Genotype is known.
HAPMILL_HD constexpr bool is_called(std::uint32_t allele) { return allele < no_allele; }

/// The number that VCF gives to an allele code, which is REF, missing or one of the site's
/// alternates.
template <class Code>
HAPMILL_HD std::uint32_t allele_number(Site<Code> const& site, Code code) {
  if (is_missing(code)) return missing_allele;
  if (code == site.ref_code) return 0;
  std::uint32_t k = 0;
  while (k < site.alternate_count && site.alternates[k] != code) ++k;
  return k + 1;
}

/// The genotype that VCF and BCF print, after the policies for missing alleles and half-calls have
/// been applied.
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
