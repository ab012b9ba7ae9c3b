#include <chrono>
#include <utility>

#include "cli/commands.hpp"
#include "cli/conversion.hpp"
#include "cli/convert_arguments.hpp"
#include "cli/group_conversion.hpp"
#include "cli/path_conflicts.hpp"
#include "cli/plan_making.hpp"
#include "output/standard_output.hpp"

namespace hapmill {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

ExitStatus convert_group(ConvertOptions const& typed, Clock::time_point begin) {
  auto plan = load_plan(*typed.plan);
  auto const options = planned_options(plan, typed.machine_arguments);
  GroupConversion conversion{std::move(plan), typed.group, options};
  conversion.run();
  conversion.finish(seconds_since(begin));
  return ExitStatus::done;
}

}  // namespace

ExitStatus convert_command(std::vector<std::string> const& arguments) {
  auto const begin = Clock::now();
  auto const options = parse_convert_arguments(arguments);
  if (!options) {
    print_to_standard_output(convert_help());
    return ExitStatus::done;
  }
  if (options->plan) return convert_group(*options, begin);
  refuse_path_conflicts(*options);
  Conversion conversion{*options};
  conversion.run();
  return conversion.tell(seconds_since(begin));
}

}  // namespace hapmill
