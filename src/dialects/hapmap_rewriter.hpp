#pragma once

#include <memory>

#include "dialects/genotype_rewriter.hpp"
#include "dialects/reference_check.hpp"
#include "dialects/reference_sequence.hpp"
#include "matrix/hapmap_fields.hpp"

namespace hapmill {

/// Rewrites rows of `--input-format hapmap`. A genotype has two letters, or one: a base for two
/// equal alleles, R Y S W K M for two bases, 0 for `+` and `-`. REF is the base of the reference,
/// or the first allele of the `alleles` column. Genotypes have no phase; the strand is ignored.
class HapMapRewriter final : public GenotypeRewriter {
 public:
  /// `reference` may be null. Otherwise it outlives the rewriter, and so does `mismatches`, which
  /// counts the rows that do not list the base of the reference among their alleles.
  HapMapRewriter(RowShape const& shape, GenotypeRules rules, std::uint32_t cell_size,
                 ReferenceSequence const* reference, RefMismatches* mismatches)
      : GenotypeRewriter{shape, std::move(rules), hapmap_site_fields},
        cell_size_{cell_size},
        reference_{reference},
        mismatches_{mismatches} {}

  std::uint32_t original_field(std::uint32_t canonical_field) const override;

 private:
  class RowWork;
  std::unique_ptr<Work> begin_work() const override;

  std::uint32_t cell_size_;
  ReferenceSequence const* reference_;
  RefMismatches* mismatches_;
};

}  // namespace hapmill
