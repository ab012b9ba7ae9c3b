#pragma once

#include <cstdint>

namespace hapmill {

/// What the rows of an input are, as `--input-format` says.
enum class InputFormat : std::uint8_t {
  matrix,   ///< CHROM POS REF, a cell a haplotype column
  diploid,  ///< CHROM POS REF, a genotype `A|T` or `A/T` a sample
  hapmap,   ///< eleven fixed columns, a genotype of one or two letters a sample
};

}  // namespace hapmill
