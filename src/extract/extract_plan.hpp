#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace hapmill {

/// How a genotype of one allele is written to the two columns of its sample.
enum class HaploidPolicy : std::uint8_t { error, twice, missing };

/// How an unphased genotype of two different alleles is written.
enum class UnphasedPolicy : std::uint8_t { error, as_is, missing };

/// How records become rows. It does not change while extraction runs.
struct ExtractPlan {
  std::size_t ploidy = 2;  ///< columns per sample, 1 or 2
  HaploidPolicy haploid = HaploidPolicy::error;
  UnphasedPolicy unphased = UnphasedPolicy::error;
  std::string missing_code = "N";
  std::string deletion_code = "-";
  bool variant_only = false;      ///< leave out records in which all alleles are REF
  bool skip_bad_records = false;  ///< leave out records with a fault instead of stopping
};

}  // namespace hapmill
