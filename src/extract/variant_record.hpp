#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace hapmill {

/// Genotypes of all samples of the file, as BCF holds them: for each sample `per_sample` integers
/// of `code_bytes` bytes (1, 2 or 4), each (allele's place, from 1 for REF) × 2 + (1 where phased
/// with the allele before); a place of 0 is missing, negative values are what the sample lacks.
struct GenotypeCodes {
  std::uint8_t const* data = nullptr;
  std::size_t code_bytes = 1;
  std::size_t per_sample = 0;  ///< 0: the record has no genotypes

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

/// What a matrix takes of a record of a VCF or BCF file. The views hold until the next is read.
struct VariantRecord {
  std::string_view contig;
  std::int64_t pos = 0;                   ///< as the file says: may be out of range
  std::vector<std::string_view> alleles;  ///< REF first
  GenotypeCodes genotypes;
};

}  // namespace hapmill
