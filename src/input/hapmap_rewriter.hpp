#pragma once

#include <memory>

#include "input/genotype_rewriter.hpp"
#include "input/reference_sequence.hpp"

namespace hapmill {

/// Where the fields of a HapMap row are: `rs# alleles chrom pos strand …`, then the genotypes.
inline constexpr std::uint32_t hapmap_alleles_field = 1;
inline constexpr std::uint32_t hapmap_chrom_field = 2;
inline constexpr std::uint32_t hapmap_pos_field = 3;
inline constexpr std::uint32_t hapmap_site_fields = 11;

/// Rewrites rows of `--input-format hapmap`. A genotype is two letters, or one: a base for two
/// equal alleles, R Y S W K M for two bases, 0 for `+` and `-`. REF is the reference's base, or
/// the first of the `alleles` column. Genotypes have no phase and strand is not looked at.
class HapMapRewriter final : public GenotypeRewriter {
 public:
  /// `reference` may be null, else it outlives the rewriter.
  HapMapRewriter(RowShape const& shape, GenotypeRules rules, std::uint32_t cell_size,
                 ReferenceSequence const* reference)
      : GenotypeRewriter{shape, std::move(rules), hapmap_site_fields},
        cell_size_{cell_size},
        reference_{reference} {}

  std::uint32_t original_field(std::uint32_t canonical_field) const override;

 private:
  class RowWork;
  std::unique_ptr<Work> begin_work() const override;

  std::uint32_t cell_size_;
  ReferenceSequence const* reference_;
};

}  // namespace hapmill
