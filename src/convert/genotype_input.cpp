#include "convert/genotype_input.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "dialects/diploid_rewriter.hpp"
#include "dialects/hapmap_rewriter.hpp"
#include "support/human_units.hpp"

namespace hapmill {

GenotypeInput::GenotypeInput(ConvertPlan const& plan, MatrixHeader const& header)
    : plan_{plan}, header_{header} {
  if (plan.genotypes.reference) reference_.emplace(*plan.genotypes.reference);
}

std::unique_ptr<RowRewriter> GenotypeInput::make_genotype_rewriter() {
  GenotypePlan const& genotypes = plan_.genotypes;
  GenotypeRules rules{.column_names = header_.field_names,
                      .missing_codes = genotypes.missing_codes,
                      .fold_case = plan_.row.rules.fold_case,
                      .unphased_is_missing = genotypes.unphased_is_missing};
  RowShape const& shape = header_.layout.shape;
  if (genotypes.format == InputFormat::diploid) {
    return std::make_unique<DiploidRewriter>(shape, std::move(rules));
  }
  return std::make_unique<HapMapRewriter>(shape, std::move(rules), header_.genotype_size,
                                          reference_ ? &*reference_ : nullptr, &mismatches_);
}

std::unique_ptr<RowRewriter> GenotypeInput::make_rewriter(std::unique_ptr<RowRewriter> columns) {
  auto rows =
      plan_.genotypes.format == InputFormat::matrix ? std::move(columns) : make_genotype_rewriter();
  if (plan_.genotypes.check == RefCheck::none) return rows;
  std::vector<std::string> names{"CHROM", "POS", "REF"};
  names.insert(names.end(), header_.column_names.begin(), header_.column_names.end());
  RefMismatches* const counted = plan_.genotypes.check == RefCheck::warn ? &mismatches_ : nullptr;
  return std::make_unique<ReferenceCheck>(std::move(rows), header_.layout.shape, std::move(names),
                                          *reference_, counted);
}

std::vector<std::string> GenotypeInput::notes(RefMismatchList const& mismatches) const {
  std::vector<std::string> notes;
  if (plan_.genotypes.format == InputFormat::hapmap && !reference_) {
    notes.push_back(
        "REF is the first allele of the alleles column, which need not be the reference's: "
        "--reference FILE takes it from there");
  }
  if (mismatches.count == 0) return notes;
  auto const rows = human_number(mismatches.count, "row");
  std::vector<std::string> sites;
  for (auto const& site : mismatches.first) sites.push_back(site.words);
  auto const first = fmt::format("{}", fmt::join(sites, ", "));
  notes.push_back(
      plan_.genotypes.format == InputFormat::hapmap
          ? fmt::format(
                "the alleles column does not list the base of {} in {} (another assembly, or "
                "alleles of the other strand?): {}",
                reference_->path(), rows, first)
          : fmt::format("REF is not that of {} in {}: {}", reference_->path(), rows, first));
  return notes;
}

}  // namespace hapmill
