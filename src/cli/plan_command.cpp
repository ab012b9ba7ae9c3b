#include "cli/commands.hpp"
#include "cli/convert_arguments.hpp"
#include "cli/path_conflicts.hpp"
#include "cli/plan_making.hpp"
#include "cli/plan_text.hpp"
#include "output/standard_output.hpp"

namespace hapmill {

ExitStatus plan_command(std::vector<std::string> const& arguments) {
  auto const options = parse_plan_arguments(arguments);
  if (!options) {
    print_to_standard_output(plan_help());
    return ExitStatus::done;
  }
  refuse_path_conflicts(options->convert);
  auto const plan = make_conversion_plan(options->convert, options->group_count, false);
  print_to_standard_output(options->as_json
                               ? write_plan(plan)
                               : describe_plan(plan, options->convert, options->group_count));
  return ExitStatus::done;
}

}  // namespace hapmill
