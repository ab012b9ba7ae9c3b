#include "cli/command_line.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "bytes/standard_output.hpp"
#include "cli/commands.hpp"
#include "hapmill/version.hpp"

namespace hapmill {

namespace {

struct Command {
  std::string_view name;
  std::string_view help;
  ExitStatus (*run)(std::vector<std::string> const& arguments);
};

constexpr std::array commands{
    Command{"check", "says whether convert accepts a genome matrix, and what is in it",
            check_command},
    Command{"convert", "converts a genome matrix to a haplotype table, VCF or BCF",
            convert_command},
    Command{"devices", "lists the CUDA devices that convert can use", devices_command},
    Command{"extract", "writes a phased VCF or BCF file as a genome matrix", extract_command},
    Command{"finalize", "joins the parts of a plan into the output", finalize_command},
    Command{"generate", "makes a synthetic genome matrix", generate_command},
    Command{"plan", "divides a conversion into groups, for several processes", plan_command},
};

std::string general_help() {
  std::string text =
      "hapmill converts genome matrices to phased genotypes.\n\n"
      "Usage: hapmill COMMAND [OPTIONS]\n\nCommands:\n";
  for (auto const& command : commands) {
    text += fmt::format("  {:<10} {}\n", command.name, command.help);
  }
  text +=
      "\n`hapmill COMMAND --help` explains a command and its options; `hapmill --version` prints "
      "the version.\n\n"
      "Exit status: 0 done, 1 internal error, 2 wrong usage, 3 unreadable or malformed input,\n"
      "4 written, with a warning, 5 output that cannot be written, or input that changed while it\n"
      "was read, 6 a device is absent or lost, 130 and 143 interrupted.\n";
  return text;
}

}  // namespace

ExitStatus run_command_line(std::vector<std::string> const& arguments) {
  if (arguments.empty()) throw UsageError{"no command given; see `hapmill --help`"};
  std::string const& name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    print_to_standard_output(general_help());
    return ExitStatus::done;
  }
  if (name == "--version" || name == "-V") {
    print_to_standard_output(fmt::format("hapmill {}\n", version));
    return ExitStatus::done;
  }
  for (auto const& command : commands) {
    if (command.name == name) return command.run({arguments.begin() + 1, arguments.end()});
  }
  std::string names;
  for (auto const& command : commands) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", command.name);
  }
  throw UsageError{"there is no command " + name + ", only: " + names + "; see `hapmill --help`"};
}

}  // namespace hapmill
