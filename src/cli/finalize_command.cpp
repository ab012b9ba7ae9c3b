#include "bytes/file_list.hpp"
#include "bytes/standard_output.hpp"
#include "cli/commands.hpp"
#include "groups/finalize_plan.hpp"
#include "options/option_table.hpp"

namespace hapmill {

namespace {

cxxopts::Options make_option_table() {
  cxxopts::Options options{
      "hapmill finalize",
      "Joins the parts that `hapmill convert --plan` has made of all groups of a plan into the "
      "output,\nand removes them. PLAN is the file that `hapmill plan --json` printed.\n"};
  options.custom_help("PLAN [OPTIONS]");
  options.positional_help("");
  options.set_width(100);
  auto add = options.add_options("Options");
  add("keep-parts", "Do not remove the parts");
  add("q,quiet", "Print no summary at the end");
  add_help_option(options, "Options");
  options.add_options("hidden")("plan", "", cxxopts::value<std::vector<std::string>>());
  options.parse_positional({"plan"});
  return options;
}

}  // namespace

ExitStatus finalize_command(std::vector<std::string> const& arguments) {
  auto table = make_option_table();
  auto const parsed = parse_arguments(table, arguments);
  if (parsed.count("help") != 0) {
    print_to_standard_output(help_text(table, {"Options"}));
    return ExitStatus::done;
  }
  if (parsed.count("plan") != 1) throw UsageError{"finalize takes one plan; see --help"};
  FinalizeOptions options;
  options.keeps_parts = parsed.count("keep-parts") != 0;
  options.is_quiet = parsed.count("quiet") != 0;
  FileList files;
  auto const plan = files.reads("the plan", parsed["plan"].as<std::vector<std::string>>().front());
  return finalize_plan(load_plan(plan), options);
}

}  // namespace hapmill
