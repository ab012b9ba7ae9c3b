#include "grouped_conversion.hpp"

#include "cli/command_line.hpp"
#include "groups/conversion_plan_file.hpp"
#include "groups/plan_making.hpp"
#include "hapmill/support/errors.hpp"
#include "options/convert_arguments.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace hapmill::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> with_command(std::vector<std::string> arguments,
                                      std::vector<std::string> const& before) {
  arguments.insert(arguments.begin(), before.begin(), before.end());
  return arguments;
}

/// Runs the program and stores its error in the outcome.
bool run(std::vector<std::string> const& arguments, Outcome& outcome) {
  try {
    outcome.exit_code = static_cast<int>(run_command_line(arguments));
  } catch (Error const& error) {
    outcome.exit_code = static_cast<int>(error.status());
    outcome.message = error.what();
  }
  return outcome.exit_code == 0;
}

std::string comparable_report(std::string const& text) {
  auto report = nlohmann::json::parse(text);
  for (char const* key : {"command", "seconds", "peak_memory", "memory", "backend", "threads"}) {
    report.erase(key);
  }
  return report.dump(1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void take_files(TemporaryFolder const& folder, Outcome& outcome) {
  for (char const* name : {"out", "out.csi", "out.tbi", "rejects.txt", "report.json"}) {
    if (!fs::exists(folder.file(name))) continue;
    auto const text = read_text(folder.file(name));
    if (name == std::string{"report.json"}) {
      outcome.report = comparable_report(text);
    } else {
      outcome.files[name] = text;
    }
    fs::remove(folder.file(name));
  }
  if (fs::exists(folder.file("out.parts"))) outcome.files["out.parts"] = "";
}

}  // namespace

std::string describe_difference(Outcome const& a, Outcome const& b) {
  std::string text;
  if (a.exit_code != b.exit_code || a.message != b.message) {
    text += std::to_string(a.exit_code) + " " + a.message + "\n" + std::to_string(b.exit_code) +
            " " + b.message + "\n";
  }
  auto all = a.files;
  all.insert(b.files.begin(), b.files.end());
  for (auto const& [name, unused] : all) {
    bool const in_a = a.files.contains(name);
    bool const in_b = b.files.contains(name);
    if (in_a && in_b && a.files.at(name) == b.files.at(name)) continue;
    text += name +
            (in_a ? in_b ? " differs\n" : " is only in the first\n" : " is only in the second\n");
  }
  if (a.report != b.report) text += a.report + "\n" + b.report + "\n";
  return text;
}

Outcome convert_whole(std::vector<std::string> const& arguments, TemporaryFolder const& folder) {
  Outcome outcome;
  run(with_command(arguments, {"convert", "-q"}), outcome);
  take_files(folder, outcome);
  return outcome;
}

Outcome convert_by_groups(std::vector<std::string> const& arguments, Grouping const& grouping,
                          TemporaryFolder const& folder, std::size_t* group_count) {
  Outcome outcome;
  std::size_t count = 0;
  auto const plan_path = folder.file("plan.json");
  try {
    auto const options = parse_convert_arguments(arguments);
    auto const convert = make_plan(*options);
    auto const plan = make_conversion_plan(
        convert,
        {.count = grouping.group_count,
         .must_scan = grouping.must_scan,
         .limits = {.threads = convert.machine.threads, .max_memory = convert.machine.max_memory}});
    count = plan.groups.size();
    write_text(plan_path, write_plan(plan));
  } catch (Error const& error) {
    outcome.exit_code = static_cast<int>(error.status());
    outcome.message = error.what();
    return outcome;
  }
  if (group_count != nullptr) *group_count = count;
  // Start with the last group, because the order must not matter.
  for (std::size_t group = count; group-- > 0;) {
    auto const& machine = grouping.machines[group % grouping.machines.size()];
    Outcome part;
    bool const is_done = run(with_command(machine, {"convert", "-q", "--plan", plan_path, "--group",
                                                    std::to_string(group)}),
                             part);
    if (!is_done) outcome = part;
  }
  if (outcome.message.find("make the plan again with --full-scan") != std::string::npos) {
    fs::remove_all(folder.file("out.parts"));
    auto scanned = grouping;
    scanned.must_scan = true;
    return convert_by_groups(arguments, scanned, folder, group_count);
  }
  if (outcome.exit_code == 0) {
    run({"finalize", "-q", plan_path}, outcome);
  } else {
    fs::remove_all(folder.file("out.parts"));
  }
  take_files(folder, outcome);
  return outcome;
}

}  // namespace hapmill::test
