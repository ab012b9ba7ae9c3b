#pragma once

#include <memory>

#include "dialects/genotype_rewriter.hpp"

namespace hapmill {

/// Rewrites rows of `--input-format diploid`: CHROM POS REF, then a genotype a sample: `A|T`
/// phased, `A/T` unphased, `A` haploid; alleles are texts of any length.
///
/// A canonical row has two columns a sample, and after all of them a phase column a sample (see
/// PhaseFormat::first_column). The second cell of a haploid call is missing and counts for nothing.
class DiploidRewriter final : public GenotypeRewriter {
 public:
  DiploidRewriter(RowShape const& shape, GenotypeRules rules)
      : GenotypeRewriter{shape, std::move(rules), site_field_count} {}

  std::uint32_t original_field(std::uint32_t canonical_field) const override;

 private:
  class RowWork;
  std::unique_ptr<Work> begin_work() const override;
};

}  // namespace hapmill
