#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace hapmill {

/// What becomes of a sample with one allele, where it has two columns.
enum class HaploidPolicy : std::uint8_t { error, twice, missing };

/// What becomes of a genotype of two different alleles that is not phased.
enum class UnphasedPolicy : std::uint8_t { error, as_is, missing };

/// How records become rows; only read once extraction runs.
struct ExtractPlan {
  std::size_t ploidy = 2;  ///< columns of a sample: 1 or 2
  HaploidPolicy haploid = HaploidPolicy::error;
  UnphasedPolicy unphased = UnphasedPolicy::error;
  std::string missing_code = "N";
  std::string deletion_code = "-";
  bool variant_only = false;
  bool skip_bad_records = false;
};

}  // namespace hapmill
