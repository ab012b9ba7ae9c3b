#include <algorithm>

#include "bytes/standard_output.hpp"
#include "cli/commands.hpp"
#include "groups/plan_making.hpp"
#include "groups/plan_text.hpp"
#include "options/convert_arguments.hpp"
#include "workers/worker_choice.hpp"

namespace hapmill {

ExitStatus plan_command(std::vector<std::string> const& arguments) {
  auto options = parse_plan_arguments(arguments);
  if (!options) {
    print_to_standard_output(plan_help());
    return ExitStatus::done;
  }
  list_standard_output(options->convert);
  // At least one group for each worker.
  options->group_count = std::max<std::uint64_t>(
      options->group_count,
      choose_workers(options->convert, matrix_bytes(options->convert)).worker_count());
  auto const plan = make_conversion_plan(options->convert, options->group_count, false);
  print_to_standard_output(options->as_json
                               ? write_plan(plan)
                               : describe_plan(plan, options->convert, options->group_count));
  return ExitStatus::done;
}

}  // namespace hapmill
