#pragma once

#include <cstdint>

namespace hapmill {

/// What the rows of the input hold, according to `--input-format`.
enum class InputFormat : std::uint8_t {
  matrix,   ///< CHROM POS REF, then one cell per haplotype column
  diploid,  ///< CHROM POS REF, then one genotype `A|T` or `A/T` per sample
  hapmap,   ///< eleven fixed columns, then one genotype of one or two letters per sample
};

}  // namespace hapmill
