#include <chrono>

#include "cli/commands.hpp"
#include "cli/conversion.hpp"
#include "cli/convert_arguments.hpp"
#include "cli/path_conflicts.hpp"
#include "output/standard_output.hpp"

namespace hapmill {

ExitStatus convert_command(std::vector<std::string> const& arguments) {
  auto const begin = std::chrono::steady_clock::now();
  auto const options = parse_convert_arguments(arguments);
  if (!options) {
    print_to_standard_output(convert_help());
    return ExitStatus::done;
  }
  refuse_path_conflicts(*options);
  Conversion conversion{*options};
  conversion.run();
  return conversion.tell(
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
}

}  // namespace hapmill
