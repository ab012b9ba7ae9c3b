#include "matrix_case.hpp"

#include "hapmill/support/errors.hpp"
#include "matrix/contig_list.hpp"
#include "options/convert_arguments.hpp"
#include "options/planner.hpp"
#include "rows/contig_runs.hpp"
#include "rows/phase_sets.hpp"
#include "support/listed_paths.hpp"

#include <string>
#include <utility>
#include <vector>

namespace hapmill::test {

namespace {

/// Sets the ContigFacts that the conversion would set.
void describe_contigs(MatrixCase& made, ConvertOptions const& options) {
  std::vector<ContigList::Contig> names;
  for (auto const k : made.input_plan.contig_order)
    names.push_back({made.input_plan.names.name(k)});
  ContigList const contigs =
      options.fai ? read_fai(test::input_path(*options.fai)) : ContigList{names};
  for (std::uint32_t k = 0; k < made.input_plan.names.count(); ++k) {
    made.input_plan.facts[k] = contigs.facts(made.input_plan.names.name(k));
  }
  if (!made.plan.has_phase_set) return;
  find_phase_sets(*made.input, made.header, made.plan.delimiter, made.input_plan);
}

}  // namespace

std::string name_of(RecordKind kind) {
  return kind == RecordKind::table ? "Table" : kind == RecordKind::vcf ? "Vcf" : "Bcf";
}

std::unique_ptr<MatrixCase> make_matrix_case(std::uint64_t seed, TemporaryFolder const& folder,
                                             RecordKind kind) {
  bool const is_table = kind == RecordKind::table;
  RandomCase const random_case = is_table ? make_random_case(seed) : make_random_vcf_case(seed);
  std::string const matrix = folder.file("matrix.txt");
  write_text(matrix, random_case.matrix);
  std::vector<std::string> arguments{matrix};
  for (auto const& option : command_line_options(random_case, folder.path())) {
    arguments.push_back(option);
  }
  if (kind == RecordKind::bcf) arguments.insert(arguments.end(), {"-O", "u"});
  if (seed % 2 == 0) arguments.insert(arguments.end(), {"--report", "report"});
  try {
    auto const options = parse_convert_arguments(arguments);
    ConvertPlan plan = make_plan(*options);
    auto made = std::make_unique<MatrixCase>();
    made->input = std::make_unique<MatrixInput>(plan.files.matrices);
    char const delimiter = plan.row.delimiter;
    made->header =
        read_matrix_header(*made->input, {plan.files.header, plan.files.column_names, delimiter});
    add_samples(plan, made->header.column_names);
    auto runs = bisect_contig_runs(*made->input, made->header, delimiter);
    if (!runs || seed % 3 != 0) runs = scan_contig_runs(*made->input, made->header, delimiter);
    made->input_plan = make_input_plan(std::move(*runs), plan.contig_order);
    made->plan = std::move(plan.row);
    if (!is_table) describe_contigs(*made, *options);
    return made;
  } catch (Error const&) {
    return nullptr;
  }
}

}  // namespace hapmill::test
