#include "convert/conversion_input.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "dialects/cell_picker.hpp"
#include "dialects/column_rewriter.hpp"
#include "hapmill/support/errors.hpp"
#include "records/table_header.hpp"
#include "records/vcf_header.hpp"
#include "rows/broken_plan.hpp"
#include "rows/contig_runs.hpp"
#include "rows/phase_sets.hpp"
#include "rows/region_runs.hpp"
#include "support/human_units.hpp"

namespace hapmill {

ConversionInput::ConversionInput(ConvertPlan plan, TaskPool* pool)
    : plan_{std::move(plan)}, matrix_{plan_.files.matrices, pool} {
  read_regions();
  read_header();
  add_columns();
  if (plan_.row.samples.empty()) {
    throw InputError{fmt::format(
        "--pairs {}: no sample can be formed from {}; with --pairs none or self each column is one",
        plan_.pairs_word, human_number(plan_.row.column_names.size(), "haplotype column"))};
  }
  genotypes_.emplace(plan_, header_);
  rewriter_ = genotypes_->make_rewriter(std::move(rewriter_));
  if (plan_.output.is_vcf()) prepare_vcf();
}

void ConversionInput::read_regions() {
  bool const has_lists = !plan_.regions.empty();
  if (has_lists && plan_.files.regions) {
    throw UsageError{"--regions and --regions-file both choose rows: give one of them"};
  }
  if (!has_lists && !plan_.files.regions) return;
  if (!matrix_.is_regular()) {
    throw UsageError{"--regions needs a matrix that can be read at any offset: " +
                     matrix_.advice()};
  }
  regions_ = has_lists ? RegionRequest::from_lists(plan_.regions)
                       : RegionRequest::from_file(*plan_.files.regions);
}

void ConversionInput::read_header() {
  if (!matrix_.is_regular() && plan_.contig_order != ContigOrder::first) {
    throw UsageError{"--contig-order sorted needs a matrix that can be read at any offset: " +
                     matrix_.advice()};
  }
  header_ = read_matrix_header(matrix_, {plan_.files.header, plan_.files.column_names, plan_.layout,
                                         plan_.genotypes.format});
}

/// Takes the columns from the header, and makes the rewriter of rows with other columns.
void ConversionInput::add_columns() {
  if (plan_.genotypes.format != InputFormat::matrix || header_.layout.is_plain()) {
    add_samples(plan_, header_.column_names);
    return;
  }
  auto const count = static_cast<std::uint32_t>(header_.column_names.size());
  add_samples(plan_, header_.column_names, ColumnFields{header_.layout, count}.calls);
  rewriter_ = make_column_rewriter(header_.layout,
                                   {header_.column_names, plan_.row.rules, plan_.missing_code,
                                    plan_.least_quality, &select_cell_picker(plan_.machine.simd)});
}

void ConversionInput::prepare_vcf() {
  check_vcf_samples(plan_.row);
  if (plan_.files.fai) contigs_ = read_fai(*plan_.files.fai);
  if (plan_.contigs) contigs_ = parse_contigs(*plan_.contigs);
  has_contig_list_ = plan_.files.fai || plan_.contigs;
  if (!matrix_.is_regular() && !has_contig_list_ && plan_.row.kind == RecordKind::bcf) {
    throw UsageError{
        "BCF lists its contigs before the first record, when those of a stream are not known yet: "
        "name them with --fai FILE or --contigs a,b,c, or " +
        matrix_.advice()};
  }
}

std::optional<InputPlan> ConversionInput::bisect() const {
  auto found = bisect_contig_runs(matrix_, header_, shape());
  if (!found) return std::nullopt;
  // The matrix may hold a contig that bisection has not met.
  if (regions_ && !regions_->fits(found->names)) return std::nullopt;
  try {
    auto input_plan = plan_rows(std::move(*found), true);
    // Rows that are left out are reported with their line numbers, which only a scan knows where
    // rows are written in another order than that of the file.
    bool const needs_lines =
        plan_.row.bad_rows == BadRowPolicy::skip && !input_plan.is_in_file_order;
    if (needs_lines) return std::nullopt;
    return input_plan;
  } catch (BrokenPlan const&) {
    return std::nullopt;
  }
}

InputPlan ConversionInput::scan() const {
  try {
    return plan_rows(scan_contig_runs(matrix_, header_, shape()), false);
  } catch (BrokenPlan const&) {
    throw ChangedInput{describe_change(matrix_.name())};
  }
}

/// Plans all rows, or those of the regions.
InputPlan ConversionInput::plan_rows(ContigRuns&& found, bool may_bisect) const {
  if (!regions_) return make_input_plan(std::move(found), plan_.contig_order);
  regions_->require_fit(matrix_.name(), found.names);
  RegionSet const regions{regions_->resolve(found.names), found.names};
  auto chosen = find_region_runs(matrix_, header_.data_begin, shape(), found, regions, may_bisect);
  auto const window_lines = found.window_lines;
  auto input_plan = make_input_plan(std::move(found), plan_.contig_order);
  keep_runs(input_plan, std::move(chosen.runs), window_lines);
  RegionNotes& notes = input_plan.regions.emplace();
  for (auto const contig : input_plan.contig_order) {
    notes.count += regions.of(contig).size();
    if (!regions.of(contig).empty()) notes.contigs.push_back(contig);
  }
  auto const keep_first = [](std::vector<std::string>& kept, std::string const& text) {
    if (kept.size() < RegionNotes::kept) kept.push_back(text);
  };
  for (auto const& region : chosen.empty) keep_first(notes.first_empty, to_text(region));
  notes.empty_count = chosen.empty.size();
  auto const unknown = regions_->unknown_contigs(input_plan.names);
  for (auto const& name : unknown) keep_first(notes.first_unknown, name);
  notes.unknown_count = unknown.size();
  return input_plan;
}

void ConversionInput::describe_contigs(InputPlan& input_plan) {
  if (!plan_.output.is_vcf()) return;
  if (!has_contig_list_) {
    std::vector<ContigList::Contig> contigs;
    for (auto const k : input_plan.contig_order) contigs.push_back({input_plan.names.name(k)});
    contigs_ = ContigList{contigs};
  }
  for (std::uint32_t k = 0; k < input_plan.names.count(); ++k) {
    std::uint32_t const phase_set = input_plan.facts[k].phase_set;
    input_plan.facts[k] = contigs_.facts(input_plan.names.name(k));
    input_plan.facts[k].phase_set = phase_set;
  }
  if (plan_.row.has_phase_set) find_phase_sets(matrix_, header_, shape(), input_plan);
}

std::vector<std::string> ConversionInput::notes(RefMismatchList const& mismatches) const {
  auto notes = header_.notes;
  for (auto const& note : genotypes_->notes(mismatches)) notes.push_back(note);
  return notes;
}

std::vector<std::string> ConversionInput::file_names() const {
  std::vector<std::string> names;
  for (auto const& file : matrix_.identities()) names.push_back(file.path);
  return names;
}

std::string ConversionInput::region_text() const {
  return regions_ ? regions_->to_text() : std::string{};
}

std::string ConversionInput::output_header() const {
  return plan_.output.is_vcf() ? vcf_header(plan_.row, contigs_, plan_.header_command())
                               : table_header(plan_.row);
}

}  // namespace hapmill
