#pragma once

#include <memory>

#include "dialects/genotype_rewriter.hpp"

namespace hapmill {

/// Rewrites rows of `--input-format diploid`: CHROM POS REF, then one genotype per sample. `A|T` is
/// phased, `A/T` unphased, `A` haploid; alleles are texts of any length.
///
/// A canonical row has two columns per sample, followed by one phase column per sample (see
/// PhaseFormat::first_column). The second cell of a haploid call is missing and is ignored.
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
