#include <chrono>
#include <utility>

#include "bytes/standard_output.hpp"
#include "cli/commands.hpp"
#include "convert/conversion.hpp"
#include "convert/conversion_watch.hpp"
#include "groups/group_conversion.hpp"
#include "groups/parts_of_output.hpp"
#include "groups/plan_making.hpp"
#include "options/convert_arguments.hpp"
#include "workers/worker_conversion.hpp"

namespace hapmill {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

ExitStatus convert_group(ConvertOptions const& typed, Clock::time_point begin) {
  auto plan = load_plan(*typed.files.plan);
  auto const options = planned_options(plan, typed.machine_arguments);
  GroupConversion conversion{std::move(plan), typed.group, options};
  conversion.run();
  conversion.finish(seconds_since(begin));
  return ExitStatus::done;
}

}  // namespace

void run_conversion(ConvertOptions const& options, ConversionWatch& watch) {
  Conversion{options, &watch}.run();
}

ExitStatus convert_command(std::vector<std::string> const& arguments) {
  auto const begin = Clock::now();
  auto options = parse_convert_arguments(arguments);
  if (!options) {
    print_to_standard_output(convert_help());
    return ExitStatus::done;
  }
  if (options->plan) return convert_group(*options, begin);
  if (options->clean) {
    clean_parts(*options);
    return ExitStatus::done;
  }
  if (auto const status = convert_by_workers(*options)) return *status;
  Conversion conversion{*options};
  conversion.run();
  return conversion.tell(seconds_since(begin));
}

}  // namespace hapmill
