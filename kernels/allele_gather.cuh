#pragma once

#include "row_batch.cuh"

#include <cstdint>

namespace hapmill::cu {

/// Returns the bytes of an array of `allele_count` one-byte alleles that GenotypeText can read and
/// that can be read and written in words of cells_padding bytes.
__device__ inline std::uint32_t alleles_room(std::uint32_t allele_count) {
  static_assert(alleles_padding <= cells_padding);
  return round_up(allele_count, cells_padding) + cells_padding;
}

/// Copies the bytes of `columns`, one per column, into the order of the samples, which have
/// rules.ploidy columns each. `out` has alleles_room() bytes; those past the last allele become 0.
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
