#include "matrix_case.hpp"

#include "cli/convert_arguments.hpp"
#include "cli/planner.hpp"
#include "hapmill/support/errors.hpp"
#include "input/contig_runs.hpp"

#include <string>
#include <utility>
#include <vector>

namespace hapmill::test {

std::unique_ptr<MatrixCase> make_matrix_case(std::uint64_t seed, TemporaryFolder const& folder) {
  RandomCase const random_case = make_random_case(seed);
  std::string const matrix = folder.file("matrix.txt");
  write_text(matrix, random_case.matrix);
  std::vector<std::string> arguments{matrix};
  for (auto const& option : command_line_options(random_case, folder.path())) {
    arguments.push_back(option);
  }
  if (seed % 2 == 0) arguments.insert(arguments.end(), {"--report", "report"});
  try {
    auto const options = parse_convert_arguments(arguments);
    ConvertPlan plan = make_plan(*options);
    auto made = std::make_unique<MatrixCase>();
    made->input = std::make_unique<MatrixInput>(matrix);
    char const delimiter = plan.row.delimiter;
    made->header =
        read_matrix_header(*made->input, {options->header, options->column_names, delimiter});
    add_samples(plan, made->header.column_names);
    auto runs = bisect_contig_runs(*made->input, made->header, delimiter);
    if (!runs || seed % 3 != 0) runs = scan_contig_runs(*made->input, made->header, delimiter);
    made->input_plan = make_input_plan(std::move(*runs), plan.contig_order);
    made->plan = std::move(plan.row);
    return made;
  } catch (Error const&) {
    return nullptr;
  }
}

}  // namespace hapmill::test
