#pragma once

#include "row_batch.cuh"

#include <cstdint>

namespace hapmill::cu {

/// Bytes that the alleles of all samples take where they stand one after another, as
/// GenotypeText reads them and as words of cells_padding bytes are.
__device__ inline std::uint32_t alleles_room(std::uint32_t allele_count) {
  static_assert(alleles_padding <= cells_padding);
  return round_up(allele_count, cells_padding) + cells_padding;
}

/// Puts a byte of each column, `columns`, into the order of samples, each of rules.ploidy columns.
/// `out` has alleles_room() bytes; those past the last allele become 0.
template <class Lanes>
__device__ void gather_alleles(Lanes lanes, RowRules const& rules, char const* columns, char* out) {
  std::uint32_t const sample_count = rules.format.genotypes.sample_count;
  SampleColumns const* const samples = rules.format.genotypes.samples;
  for (std::uint32_t k = lanes.rank(); k < sample_count; k += lanes.size()) {
    SampleColumns const of_sample = samples[k];
    if (rules.ploidy == 1) {
      out[k] = columns[of_sample.first];
    } else {
      out[2 * k] = columns[of_sample.first];
      out[2 * k + 1] = columns[of_sample.second];
    }
  }
  std::uint32_t const count = sample_count * rules.ploidy;
  for (std::uint32_t i = count + lanes.rank(); i < alleles_room(count); i += lanes.size()) {
    out[i] = 0;
  }
  lanes.sync();
}

}  // namespace hapmill::cu
