#include "bytes/standard_output.hpp"
#include "check/matrix_check.hpp"
#include "cli/commands.hpp"
#include "options/convert_arguments.hpp"

namespace hapmill {

ExitStatus check_command(std::vector<std::string> const& arguments) {
  auto const options = parse_check_arguments(arguments);
  if (!options) {
    print_to_standard_output(check_help());
    return ExitStatus::done;
  }
  list_standard_output(options->convert);
  auto const found = check_matrix(make_plan(options->convert), options->row_limit);
  print_to_standard_output(options->as_json ? findings_as_json(found) : findings_as_text(found));
  return found.verdict.status;
}

}  // namespace hapmill
