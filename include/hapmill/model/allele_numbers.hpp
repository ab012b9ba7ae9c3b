#pragma once

#include <cstdint>

#include "hapmill/model/policies.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

/// The most alternates of a site whose genotypes VCF and BCF write with one byte per allele.
inline constexpr std::uint32_t max_numbered_alternates = 9;

/// The bytes that VCF or BCF write for the alleles of a genotype, up to max_numbered_alternates.
struct AlleleNumbers {
  std::uint8_t first;    ///< for REF
  std::uint8_t step;     ///< from one allele to the next
  std::uint8_t missing;  ///< for a missing allele

  /// Returns the byte for an allele: 0 is REF, k is the k-th alternate.
  HAPMILL_HD constexpr std::uint8_t of(std::uint32_t number) const {
    return static_cast<std::uint8_t>(first + step * number);
  }
};

/// Returns the bytes for a kind of record, RecordKind::vcf or bcf, without BCF's phase bit.
/// bcf_record::put_genotype describes how BCF stores an allele.
HAPMILL_HD constexpr AlleleNumbers allele_numbers(RecordKind kind, MissingPolicy missing) {
  AlleleNumbers numbers{'0', 1, '.'};
  if (kind == RecordKind::bcf) numbers = {2, 2, 0};
  if (missing == MissingPolicy::ref) numbers.missing = numbers.first;
  return numbers;
}

}  // namespace hapmill
