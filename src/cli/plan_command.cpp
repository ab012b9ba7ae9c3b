#include <algorithm>

#include "bytes/standard_output.hpp"
#include "cli/commands.hpp"
#include "groups/plan_making.hpp"
#include "groups/plan_text.hpp"
#include "options/convert_arguments.hpp"
#include "options/planner.hpp"
#include "workers/worker_choice.hpp"

namespace hapmill {

ExitStatus plan_command(std::vector<std::string> const& arguments) {
  auto const options = parse_plan_arguments(arguments);
  if (!options) {
    print_to_standard_output(plan_help());
    return ExitStatus::done;
  }
  list_standard_output(options->convert);
  auto const convert = make_plan(options->convert);
  auto const workers = choose_workers(options->convert, matrix_bytes(convert.files.matrices));
  // At least one group for each worker.
  auto const count = std::max<std::uint64_t>(options->group_count, workers.worker_count());
  auto const plan = make_conversion_plan(
      convert, {.count = count, .limits = {convert.machine.threads, convert.machine.max_memory}});
  print_to_standard_output(options->as_json ? write_plan(plan)
                                            : describe_plan(plan, convert, count));
  return ExitStatus::done;
}

}  // namespace hapmill
