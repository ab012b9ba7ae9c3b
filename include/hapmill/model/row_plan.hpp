#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hapmill/model/allele_rules.hpp"
#include "hapmill/model/genotype.hpp"
#include "hapmill/model/policies.hpp"
#include "hapmill/model/record_format.hpp"
#include "hapmill/model/row_fields.hpp"
#include "hapmill/model/site_filter.hpp"

namespace hapmill {

/// An individual, with one or two haplotype columns.
struct Sample {
  std::string name;
  SampleColumns columns;
};

/// Everything about rows that is decided before the first one is read. The planner makes it once;
/// nobody changes it later. The records depend on it and on the matrix, and on nothing else.
struct RowPlan {
  char delimiter = '\t';
  std::vector<std::string> column_names;  ///< names of the haplotype columns
  std::vector<Sample> samples;            ///< the printed samples, in output order
  /// [columns] missing_bit<ByteCode> for a column that does not count towards ALT, else 0. Empty if
  /// all columns count.
  std::vector<std::uint8_t> uncounted;
  AlleleRules rules{};
  AltOrder alt_order = AltOrder::first;
  RecordKind kind = RecordKind::table;
  TableStyle style = TableStyle::panel_v1;
  std::string pi_prefix;       ///< text before the contig's name in PI of the haplotype table
  bool has_phase_set = false;  ///< samples of VCF and BCF have PS
  PhaseFormat phase{};
  /// Additional `##key=value` lines of the VCF and BCF header.
  std::vector<std::string> meta_lines;
  MissingPolicy missing = MissingPolicy::ref;
  HalfCallPolicy half_call = HalfCallPolicy::keep;
  SiteFilters filters;
  BadRowPolicy bad_rows = BadRowPolicy::error;
  bool count_columns = false;  ///< count missing and deleted alleles per column, for the report

  std::uint32_t column_count() const { return static_cast<std::uint32_t>(column_names.size()); }
  /// Number of fields in a row of the matrix.
  std::uint32_t field_count() const { return column_count() + site_field_count; }
};

/// Returns the columns of each sample, in output order.
inline std::vector<SampleColumns> sample_columns(RowPlan const& plan) {
  std::vector<SampleColumns> columns;
  for (auto const& sample : plan.samples) columns.push_back(sample.columns);
  return columns;
}

/// Returns 2 if any sample has two haplotype columns, else 1.
inline std::uint8_t ploidy(RowPlan const& plan) {
  for (auto const& sample : plan.samples) {
    if (sample.columns.second != SampleColumns::none) return 2;
  }
  return 1;
}

/// Makes the format of the plan's records. `samples` points to a copy of sample_columns(plan) in
/// memory of the side that will read it. The format keeps pointers to `samples` and to the plan's
/// pi_prefix.
inline RecordFormat make_record_format(RowPlan const& plan, SampleColumns const* samples) {
  bool const names_alleles =
      plan.style == TableStyle::phase || plan.style == TableStyle::vcf_simplify;
  return {.kind = plan.kind,
          .genotypes = {.fold_case = plan.rules.fold_case,
                        .missing = plan.missing,
                        .half_call = plan.half_call,
                        .deletion = plan.rules.deletion,
                        .phase = plan.phase,
                        .sample_count = static_cast<std::uint32_t>(plan.samples.size()),
                        .samples = samples},
          .table = {.has_ref_column = plan.style != TableStyle::vcf_simplify,
                    .alt_begins_ref = names_alleles,
                    .missing_is_sample = names_alleles,
                    .pi_prefix = plan.pi_prefix.data(),
                    .pi_prefix_size = static_cast<std::uint32_t>(plan.pi_prefix.size())},
          .vcf = {.has_phase_set = plan.has_phase_set, .ploidy = ploidy(plan)}};
}

}  // namespace hapmill
