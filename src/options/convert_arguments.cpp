#include "options/convert_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "options/convert_option_table.hpp"
#include "options/option_table.hpp"

namespace hapmill {

namespace {

constexpr char const* plan_group = "Plan";
constexpr char const* check_group = "Check";
/// Options that may be given beside --plan.
constexpr char const* options_beside_plan[] = {
    "plan",          "group",      "threads",        "chunk-size", "simd", "device",
    "device-memory", "max-memory", "memory-profile", "progress",   "quiet"};

using Strings = std::vector<std::string>;

void add_option(cxxopts::Options& table, ConvertOption const& option) {
  auto add = table.add_options(option.group);
  if (std::holds_alternative<bool ConvertOptions::*>(option.field)) {
    add(option.name, option.help);
  } else if (std::holds_alternative<Strings ConvertOptions::*>(option.field)) {
    add(option.name, option.help, cxxopts::value<Strings>(), option.value);
  } else {
    auto value = cxxopts::value<std::string>();
    auto const* const word = std::get_if<std::string ConvertOptions::*>(&option.field);
    // Where the help explains the default in words, cxxopts does not print it again.
    if (word != nullptr && option.help.find("(default: ") == std::string::npos) {
      value->default_value(ConvertOptions{}.**word);
    }
    add(option.name, option.help, value, option.value);
  }
}

void read_option(cxxopts::ParseResult const& parsed, ConvertOption const& option,
                 ConvertOptions& options) {
  auto const name = option.long_name();
  if (parsed.count(name) == 0) return;
  auto const& value = parsed[name];
  auto const word = [&] { return value.as<std::string>(); };
  std::visit(
      [&](auto field) {
        using Field = decltype(field);
        if constexpr (std::is_same_v<Field, bool ConvertOptions::*>) {
          options.*field = true;
        } else if constexpr (std::is_same_v<Field, Strings ConvertOptions::*>) {
          options.*field = value.template as<Strings>();
        } else if constexpr (std::is_same_v<Field, SizeField>) {
          options.*(field.field) = parse_size(name, word(), field.most);
        } else if constexpr (std::is_same_v<Field, CountField>) {
          options.*(field.field) = parse_count(name, word(), field.least, field.most);
        } else {
          options.*field = word();
        }
      },
      option.field);
}

/// The options of `hapmill convert` as options of `command`.
cxxopts::Options make_option_table(char const* command, char const* description) {
  cxxopts::Options options{command, description};
  options.custom_help("MATRIX... [OPTIONS]");
  options.positional_help("");
  options.set_width(100);
  for (auto const& option : convert_option_table()) add_option(options, option);
  options.add_options("hidden")("matrix", "", cxxopts::value<Strings>());
  options.parse_positional({"matrix"});
  return options;
}

cxxopts::Options make_convert_table() {
  auto table = make_option_table(
      "hapmill convert",
      "Converts a genome matrix (CHROM POS REF, then one column per haplotype) to phased "
      "genotypes:\na haplotype table, VCF or BCF. MATRIX is a text file, which may be compressed "
      "by gzip, bgzip or\nzstd; - is standard input. Several files with the same columns are "
      "read one after the other, as\none matrix.\n");
  add_help_option(table, option_group::output);
  return table;
}

cxxopts::Options make_check_table() {
  auto table = make_option_table(
      "hapmill check",
      "Says whether `hapmill convert` accepts a genome matrix with these options, what the matrix "
      "holds,\nand which options may help. Reads the whole matrix and writes no output.\n");
  auto add = table.add_options(check_group);
  add("json", "Print the findings as JSON");
  add("rows", "Read only the first N rows (default: all rows)", cxxopts::value<std::string>(), "N");
  add_help_option(table, check_group);
  return table;
}

cxxopts::Options make_plan_table() {
  auto table = make_option_table(
      "hapmill plan",
      "Divides a conversion into groups of rows, which processes on one machine or on many convert "
      "with\n`hapmill convert --plan`; `hapmill finalize` joins their results. Without --json the "
      "plan is\nonly described.\n");
  auto add = table.add_options(plan_group);
  add("groups", "Divide the matrix into at most this many groups (default: one per worker)",
      cxxopts::value<std::string>(), "N");
  add("json", "Print the plan itself, which `hapmill convert --plan` reads");
  add_help_option(table, plan_group);
  return table;
}

/// A word as a shell would have to be given it; newlines, which a header line cannot hold, as `?`.
std::string shell_word(std::string word) {
  std::replace(word.begin(), word.end(), '\n', '?');
  constexpr std::string_view plain = "_-+=./,:@%";
  bool const is_plain = !word.empty() && std::all_of(word.begin(), word.end(), [&](char byte) {
    return std::isalnum(static_cast<unsigned char>(byte)) != 0 || plain.find(byte) != plain.npos;
  });
  if (is_plain) return word;
  std::string text = "'";
  for (char const byte : word) text += byte == '\'' ? std::string{"'\\''"} : std::string{byte};
  return text + "'";
}

/// The command with the options that decide the content of the output, in the order of --help.
std::string shaping_command(cxxopts::ParseResult const& parsed, Strings const& matrices) {
  std::string command = "hapmill convert";
  for (auto const& matrix : matrices) command += " " + shell_word(matrix);
  for (auto const* group : shaping_groups) {
    for (auto const& option : convert_option_table()) {
      if (std::string_view{option.group} != group) continue;
      auto const name = option.long_name();
      for (auto const& argument : parsed.arguments()) {
        if (argument.key() != name) continue;
        command += " --" + name;
        if (!option.is_switch()) command += " " + shell_word(argument.value());
      }
    }
  }
  return command;
}

Strings read_matrices(cxxopts::ParseResult const& parsed) {
  auto matrices = parsed.count("matrix") == 0 ? Strings{} : parsed["matrix"].as<Strings>();
  if (matrices.empty()) throw UsageError{"no matrix given; - is standard input"};
  for (auto const& matrix : matrices) {
    if (matrix.empty()) throw UsageError{"the matrix has an empty name; - is standard input"};
  }
  return matrices;
}

ConvertOptions read_options(cxxopts::ParseResult const& parsed) {
  ConvertOptions options;
  options.matrices = read_matrices(parsed);
  for (auto const& option : convert_option_table()) read_option(parsed, option, options);
  options.has_pairing = parsed.count("pairs") + parsed.count("unpaired") != 0;
  options.shaping_command = shaping_command(parsed, options.matrices);
  options.files = list_files(options);
  return options;
}

/// An argument as one word.
std::string spell(cxxopts::KeyValue const& argument) {
  for (auto const& option : convert_option_table()) {
    if (option.long_name() == argument.key() && option.is_switch()) return "--" + argument.key();
  }
  return "--" + argument.key() + "=" + argument.value();
}

/// The options for one group of a plan: the plan holds all but those of the machine.
ConvertOptions read_group_options(cxxopts::ParseResult const& parsed) {
  ConvertOptions options;
  for (auto const& argument : parsed.arguments()) {
    auto const& key = argument.key();
    if (std::find(std::begin(options_beside_plan), std::end(options_beside_plan), key) ==
        std::end(options_beside_plan)) {
      throw UsageError{key == "matrix" ? "the plan names the matrix: leave out " +
                                             argument.value() + ", or --plan"
                                       : "--" + key + " is in the plan: leave it out, or --plan"};
    }
    if (key != "plan" && key != "group") options.machine_arguments.push_back(spell(argument));
  }
  options.files.list = std::make_shared<FileList>();
  options.files.plan = options.files.list->reads("the plan", parsed["plan"].as<std::string>());
  if (parsed.count("group") == 0) {
    throw UsageError{"--plan converts one group: name it with --group K, counted from 0"};
  }
  for (auto const& option : convert_option_table()) read_option(parsed, option, options);
  return options;
}

/// Throws UsageError for options that only `hapmill convert` has.
void refuse_options_of_convert(cxxopts::ParseResult const& parsed, Strings const& names) {
  for (auto const& name : names) {
    if (parsed.count(name) != 0) throw UsageError{fmt::format("--{} is for convert", name)};
  }
}

}  // namespace

std::string convert_help() {
  using option_group::input, option_group::samples, option_group::sites, option_group::records,
      option_group::output, option_group::machine, option_group::parts;
  return help_text(make_convert_table(), {input, samples, sites, records, output, machine, parts}) +
         "\nExamples:\n"
         "  hapmill convert matrix.tsv -o panel.tsv\n"
         "  hapmill convert matrix.tsv -o panel.vcf.gz --fai genome.fa.fai\n"
         "  hapmill convert matrix.tsv.gz -o chr1.bcf -r chr1 --pairs adjacent\n";
}

std::string check_help() {
  using option_group::input, option_group::samples, option_group::sites, option_group::records,
      option_group::output, option_group::machine;
  return help_text(make_check_table(), {check_group, input, samples, sites, records}) +
         "\nThe options of `hapmill convert` for its output and for the machine are accepted too.\n"
         "\nExample:\n"
         "  hapmill check matrix.tsv\n";
}

std::string plan_help() {
  using option_group::input, option_group::samples, option_group::sites, option_group::records,
      option_group::output, option_group::machine;
  return help_text(make_plan_table(),
                   {plan_group, input, samples, sites, records, output, machine}) +
         "\nExample:\n"
         "  hapmill plan matrix.tsv -o panel.vcf.gz --groups 4 --json > plan.json\n"
         "  hapmill convert --plan plan.json --group 0    # likewise 1, 2 and 3\n"
         "  hapmill finalize plan.json\n";
}

std::optional<ConvertOptions> parse_convert_arguments(std::vector<std::string> const& arguments) {
  auto table = make_convert_table();
  auto const parsed = parse_arguments(table, arguments);
  if (parsed.count("help") != 0) return std::nullopt;
  if (parsed.count("plan") != 0) return read_group_options(parsed);
  if (parsed.count("group") != 0) {
    throw UsageError{"--group is one of a plan: give --plan FILE too"};
  }
  auto options = read_options(parsed);
  options.command = arguments;
  return options;
}

std::optional<CheckOptions> parse_check_arguments(std::vector<std::string> const& arguments) {
  auto table = make_check_table();
  auto const parsed = parse_arguments(table, arguments);
  if (parsed.count("help") != 0) return std::nullopt;
  refuse_options_of_convert(parsed, {"plan", "group"});
  CheckOptions options;
  options.as_json = parsed.count("json") != 0;
  if (parsed.count("rows") != 0) {
    options.row_limit = parse_count("rows", parsed["rows"].as<std::string>(), 1, UINT64_MAX);
  }
  options.convert = read_options(parsed);
  options.convert.command = arguments;
  return options;
}

std::optional<PlanOptions> parse_plan_arguments(std::vector<std::string> const& arguments) {
  auto table = make_plan_table();
  auto const parsed = parse_arguments(table, arguments);
  if (parsed.count("help") != 0) return std::nullopt;
  refuse_options_of_convert(parsed, {"plan", "group", "resume", "clean"});
  PlanOptions options;
  if (parsed.count("groups") != 0) {
    options.group_count =
        parse_count("groups", parsed["groups"].as<std::string>(), 1, max_group + 1);
  }
  options.as_json = parsed.count("json") != 0;
  options.convert = read_options(parsed);
  for (auto const& argument : parsed.arguments()) {
    if (argument.key() == "groups" || argument.key() == "json" || argument.key() == "matrix") {
      continue;
    }
    options.convert.command.push_back(spell(argument));
  }
  options.convert.command.push_back("--");
  for (auto const& matrix : options.convert.matrices) options.convert.command.push_back(matrix);
  return options;
}

}  // namespace hapmill
