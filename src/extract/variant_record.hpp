#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace hapmill {

/// The genotypes of all samples of the file, as BCF stores them. Owns nothing.
///
/// Each sample has `per_sample` integers of `code_bytes` bytes (1, 2 or 4). An integer is the
/// allele's place (1 for REF, 0 for missing) × 2, plus 1 if the allele is phased with the one
/// before. Negative values fill up genotypes of fewer alleles.
struct GenotypeCodes {
  std::uint8_t const* data = nullptr;
  std::size_t code_bytes = 1;
  std::size_t per_sample = 0;  ///< 0 if the record has no genotypes

  /// Returns integer k of a sample.
  std::int32_t at(std::size_t sample, std::size_t k) const {
    auto const* const from = data + (sample * per_sample + k) * code_bytes;
    if (code_bytes == 1) return static_cast<std::int8_t>(*from);
    if (code_bytes == 2) return load<std::int16_t>(from);
    return load<std::int32_t>(from);
  }

 private:
  template <class Code>
  static Code load(std::uint8_t const* from) {
    Code code;
    std::memcpy(&code, from, sizeof code);
    return code;
  }
};

/// The parts of a VCF or BCF record that a matrix needs. The views are valid until the next record
/// is read.
struct VariantRecord {
  std::string_view contig;
  std::int64_t pos = 0;                   ///< the number in the file, which may be out of range
  std::vector<std::string_view> alleles;  ///< REF first
  GenotypeCodes genotypes;
};

}  // namespace hapmill
