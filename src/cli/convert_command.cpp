#include <utility>

#include "bytes/standard_output.hpp"
#include "cli/commands.hpp"
#include "convert/conversion.hpp"
#include "groups/group_conversion.hpp"
#include "groups/parts_of_output.hpp"
#include "groups/plan_making.hpp"
#include "options/convert_arguments.hpp"
#include "options/output_type.hpp"
#include "support/stopwatch.hpp"
#include "workers/run_choice.hpp"
#include "workers/worker_conversion.hpp"

namespace hapmill {

namespace {

ExitStatus convert_group(ConvertOptions const& options, Stopwatch const& stopwatch) {
  auto plan = load_plan(*options.files.plan);
  go_to_folder(plan);
  auto convert = plan_of_arguments(plan, options.machine_arguments);
  GroupConversion conversion{std::move(plan), options.group, std::move(convert)};
  conversion.run();
  conversion.finish(stopwatch.seconds());
  return ExitStatus::done;
}

ExitStatus convert_in_this_process(ConvertPlan&& plan, Stopwatch const& stopwatch) {
  refuse_bytes_on_terminal(plan.output, plan.files.output.text());
  Conversion conversion{std::move(plan)};
  conversion.run();
  return conversion.report(stopwatch.seconds());
}

}  // namespace

ExitStatus convert_command(std::vector<std::string> const& arguments) {
  Stopwatch const stopwatch;
  auto const options = parse_convert_arguments(arguments);
  if (!options) {
    print_to_standard_output(convert_help());
    return ExitStatus::done;
  }
  auto run = choose_run(*options);
  switch (run.kind) {
    case RunKind::clean:
      clean_parts(run.plan);
      return ExitStatus::done;
    case RunKind::group:
      return convert_group(*options, stopwatch);
    case RunKind::workers:
      return convert_by_workers(run.plan, std::move(run.workers), options->resume);
    case RunKind::one:
      break;
  }
  return convert_in_this_process(std::move(run.plan), stopwatch);
}

}  // namespace hapmill
