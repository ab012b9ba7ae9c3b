#include "cli/conversion_input.hpp"

#include <utility>
#include <vector>

#include "hapmill/support/errors.hpp"
#include "input/contig_runs.hpp"
#include "input/phase_sets.hpp"
#include "output/table_header.hpp"
#include "output/vcf_header.hpp"

namespace hapmill {

ConversionInput::ConversionInput(ConvertOptions const& options)
    : options_{options}, plan_{make_plan(options)}, matrix_{options.matrix} {
  read_header();
  add_samples(plan_, header_.column_names);
  if (plan_.output.is_vcf()) prepare_vcf();
}

void ConversionInput::read_header() {
  if (!matrix_.is_regular() && plan_.contig_order != ContigOrder::first) {
    throw UsageError{"--contig-order sorted needs the matrix as a file, not a stream"};
  }
  header_ = read_matrix_header(matrix_, {options_.header, options_.column_names, delimiter()});
}

void ConversionInput::prepare_vcf() {
  check_vcf_samples(plan_.row);
  if (options_.fai) contigs_ = read_fai(*options_.fai);
  if (options_.contigs) contigs_ = parse_contigs(*options_.contigs);
  has_contig_list_ = options_.fai || options_.contigs;
  if (!matrix_.is_regular() && !has_contig_list_ && plan_.row.kind == RecordKind::bcf) {
    throw UsageError{
        "BCF lists its contigs before the first record, and a stream tells them too late: give "
        "them with --fai FILE or --contigs a,b,c, or give the matrix as a file"};
  }
}

std::optional<InputPlan> ConversionInput::bisect() const {
  auto found = bisect_contig_runs(matrix_, header_, delimiter());
  if (!found) return std::nullopt;
  auto input_plan = make_input_plan(std::move(*found), plan_.contig_order);
  // Rows that are left out are told with their line numbers, which in another order than the
  // file's only a scan knows.
  bool const needs_lines = plan_.row.bad_rows == BadRowPolicy::skip && !input_plan.is_in_file_order;
  if (needs_lines) return std::nullopt;
  return input_plan;
}

InputPlan ConversionInput::scan() const {
  return make_input_plan(scan_contig_runs(matrix_, header_, delimiter()), plan_.contig_order);
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
  if (plan_.row.has_phase_set) find_phase_sets(matrix_, header_, delimiter(), input_plan);
}

std::string ConversionInput::output_header() const {
  std::string const command = options_.no_version ? "" : options_.shaping_command;
  return plan_.output.is_vcf() ? vcf_header(plan_.row, contigs_, command) : table_header(plan_.row);
}

}  // namespace hapmill
