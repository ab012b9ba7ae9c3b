#include "cli/convert_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "cli/option_table.hpp"
#include "cli/planner.hpp"
#include "hapmill/model/row_fields.hpp"

namespace hapmill {

namespace {

/// Options of these groups shape the output, and no others do.
constexpr char const* shaping_groups[] = {"Input", "Samples", "Records"};
constexpr char const* machine_group = "Machine (none of these changes the output)";
constexpr char const* group_group = "Groups";
constexpr std::uint64_t max_group = 99'999;  // five digits in the names of parts
/// Options that go with --plan.
constexpr char const* options_beside_plan[] = {"plan",          "group",    "threads",
                                               "chunk-size",    "simd",     "device",
                                               "device-memory", "progress", "quiet"};

using Strings = std::vector<std::string>;

auto text() { return cxxopts::value<std::string>(); }
auto word(char const* by_default) { return text()->default_value(by_default); }

void add_input_options(cxxopts::Options& options) {
  auto add = options.add_options("Input");
  add("header", "File of one line with the names of all columns", text(), "FILE");
  add("column-names",
      "File with the names of the haplotype columns, one a line, for a matrix without a header",
      text(), "FILE");
  add("delimiter", "The byte between fields (default: TAB)", text(), "BYTE");
  add("missing-code", "Cell that is missing; may be repeated (default: N)",
      cxxopts::value<Strings>(), "TEXT");
  add("deletion-code", "Cell that is a deletion (default: -)", text(), "TEXT");
  add("fold-case", "Read lower-case alleles as upper case: on, off (default: off; on for VCF/BCF)",
      text(), "WORD");
  add("on-bad-row", "At a row that does not fit: error (stop), skip (leave it out and count it)",
      word("error"), "WORD");
}

void add_sample_options(cxxopts::Options& options) {
  auto add = options.add_options("Samples");
  add("pairs",
      "Which columns form a sample: auto (names that differ in a final a/b, A/B, _1/_2 or .1/.2), "
      "adjacent, self (each column twice), none (haploid), or a FILE of lines "
      "`name<TAB>first column<TAB>second column`",
      word("auto"), "WORD|FILE");
  add("unpaired", "Columns in no pair: skip, haploid", word("skip"), "WORD");
  add("alt-from",
      "Columns that make ALT and decide whether a site is variant: all, printed (default: all; "
      "printed for VCF/BCF)",
      text(), "WORD");
}

void add_record_options(cxxopts::Options& options) {
  auto add = options.add_options("Records");
  add("table-style", "panel-v1, panel, phase or vcf-simplify (default: panel-v1)", text(), "WORD");
  add("missing",
      "A missing allele prints: ref (REF), keep (its code), dot (default: ref; dot for phase, "
      "vcf-simplify and VCF/BCF)",
      text(), "WORD");
  add("deletion",
      "A deletion prints: ref (REF), keep (its code), star (*), missing (as a missing allele); "
      "drop-site leaves its site out (default: ref; star for phase, vcf-simplify and VCF/BCF)",
      text(), "WORD");
  add("half-call",
      "A pair with one allele missing, under --missing dot: keep, missing (both), ref (REF for the "
      "missing one), error (default: keep; missing for phase and vcf-simplify)",
      text(), "WORD");
  add("ambiguous",
      "An IUPAC code in a cell: literal (an allele), missing, error (default: literal; missing for "
      "phase, vcf-simplify and VCF/BCF)",
      text(), "WORD");
  add("alt-order", "Order of ALT: first (as they appear), acgt, frequency", word("first"), "WORD");
  add("pi-prefix", "Table: text before the contig's name in PI (default: none)", text(), "TEXT");
  add("ps", "VCF/BCF: FORMAT/PS, the POS of the contig's first row in the matrix");
  add("fai", "VCF/BCF: contigs and their lengths, from a FASTA index (.fai)", text(), "FILE");
  add("contigs", "VCF/BCF: names of the contigs, parted by commas (default: those of the matrix)",
      text(), "LIST");
  add("no-version", "VCF/BCF: no version and no command line in the header");
  add("contig-order", "first (as they appear), sorted (by number if all are, else by text)",
      word("first"), "WORD");
  add("sort", "Sort the sites of each contig by POS (default: they stay as they stand)");
}

void add_output_options(cxxopts::Options& options) {
  auto add = options.add_options("Output");
  add("o,output", "Where the output goes, - for standard output", word("-"), "FILE");
  add("O,output-type",
      "t (haplotype table), v (VCF), z (VCF, compressed), u (BCF, not compressed), b (BCF) "
      "(default: "
      "by the name of -o: .vcf, .vcf.gz, .bcf; else t)",
      text(), "LETTER");
  add("compression-level",
      "0 (none) to 9, for compressed output (default: " +
          std::to_string(default_compression_level) + ")",
      text(), "N");
  add("index",
      "Index of compressed VCF and BCF: csi, tbi, none (default: csi; none for standard output)",
      text(), "WORD");
  add("rejects", "Write the rows that --on-bad-row skip leaves out to FILE", text(), "FILE");
  add("report", "Write counts, times and memory to FILE as JSON", text(), "FILE");
  add("progress", "auto (a line on a terminal), json (lines on standard error), none", word("auto"),
      "WORD");
  add("q,quiet", "No summary at the end");
  add("h,help", "Print this");
}

void add_machine_options(cxxopts::Options& options) {
  auto add = options.add_options(machine_group);
  add("threads", "Threads (default: the CPUs that this process may use)", text(), "N");
  add("chunk-size",
      "Bytes of matrix that a thread takes at once (default: 256K; up to 32M on a CUDA device)",
      text(), "SIZE");
  add("full-scan", "Look for contigs row by row instead of by bisection");
  add("simd", "Instruction set: auto, avx512, avx2, scalar", word("auto"), "WORD");
  add("device",
      "Who converts: auto (a CUDA device where there is one and the matrix is large enough to pay "
      "for its start), cpu, cuda, cuda:N",
      word("auto"), "WORD");
  add("device-memory",
      "Most memory of the CUDA device to take (default: four fifths of what is free)", text(),
      "SIZE");
}

void add_group_options(cxxopts::Options& options) {
  auto add = options.add_options(group_group);
  add("plan",
      "Convert one group of a plan that `hapmill plan` has made; the matrix and all options above "
      "are in the plan",
      text(), "FILE");
  add("group", "Which one, from 0", text(), "K");
}

cxxopts::Options make_option_table() {
  cxxopts::Options options{
      "hapmill convert",
      "Converts a genome matrix (CHROM POS REF, then a column a haplotype) to "
      "phased genotypes: a haplotype table, VCF or BCF.\nMATRIX may be - for standard input.\n"};
  options.custom_help("MATRIX [OPTIONS]");
  options.positional_help("");
  options.set_width(100);
  add_input_options(options);
  add_sample_options(options);
  add_record_options(options);
  add_output_options(options);
  add_machine_options(options);
  add_group_options(options);
  options.add_options("hidden")("matrix", "", cxxopts::value<Strings>());
  options.parse_positional({"matrix"});
  return options;
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

/// The command with the options that shape the output, in the order of --help.
std::string shaping_command(cxxopts::Options const& table, cxxopts::ParseResult const& parsed,
                            std::string const& matrix) {
  std::string command = "hapmill convert " + shell_word(matrix);
  for (auto const* group : shaping_groups) {
    for (auto const& option : table.group_help(group).options) {
      auto const& name = option.l.front();
      for (auto const& argument : parsed.arguments()) {
        if (argument.key() != name) continue;
        command += " --" + name;
        if (!option.is_boolean) command += " " + shell_word(argument.value());
      }
    }
  }
  return command;
}

template <class Target>
void take(cxxopts::ParseResult const& parsed, char const* name, Target& target) {
  if (parsed.count(name) == 0) return;
  if constexpr (std::is_same_v<Target, Strings>) {
    target = parsed[name].as<Strings>();
  } else {
    target = parsed[name].as<std::string>();
  }
}

ConvertOptions make_options(cxxopts::Options const& table, cxxopts::ParseResult const& parsed) {
  ConvertOptions options;
  Strings matrices;
  take(parsed, "matrix", matrices);
  if (matrices.size() != 1) {
    throw UsageError{matrices.empty() ? "no matrix given; - is standard input"
                                      : "one matrix at a time, and not " + matrices[1] + " too"};
  }
  options.matrix = matrices.front();
  if (options.matrix.empty()) throw UsageError{"the matrix has an empty name; - is standard input"};
  take(parsed, "header", options.header);
  take(parsed, "column-names", options.column_names);
  take(parsed, "delimiter", options.delimiter);
  take(parsed, "missing-code", options.missing_codes);
  take(parsed, "deletion-code", options.deletion_code);
  take(parsed, "fold-case", options.fold_case);
  take(parsed, "on-bad-row", options.on_bad_row);
  take(parsed, "rejects", options.rejects);
  options.full_scan = parsed.count("full-scan") != 0;
  take(parsed, "pairs", options.pairs);
  take(parsed, "unpaired", options.unpaired);
  take(parsed, "alt-from", options.alt_from);
  take(parsed, "table-style", options.table_style);
  take(parsed, "missing", options.missing);
  take(parsed, "deletion", options.deletion);
  take(parsed, "half-call", options.half_call);
  take(parsed, "ambiguous", options.ambiguous);
  take(parsed, "alt-order", options.alt_order);
  take(parsed, "pi-prefix", options.pi_prefix);
  options.phase_sets = parsed.count("ps") != 0;
  take(parsed, "fai", options.fai);
  take(parsed, "contigs", options.contigs);
  options.no_version = parsed.count("no-version") != 0;
  take(parsed, "compression-level", options.compression_level);
  take(parsed, "index", options.index);
  take(parsed, "contig-order", options.contig_order);
  options.sort = parsed.count("sort") != 0;
  take(parsed, "output", options.output);
  take(parsed, "output-type", options.output_type);
  take(parsed, "report", options.report);
  take(parsed, "progress", options.progress);
  options.quiet = parsed.count("quiet") != 0;
  if (parsed.count("threads") != 0) {
    options.threads = parse_count("threads", parsed["threads"].as<std::string>(), 1, 1024);
  }
  if (parsed.count("chunk-size") != 0) {
    options.chunk_bytes = parse_size("chunk-size", parsed["chunk-size"].as<std::string>());
  }
  if (options.chunk_bytes > max_row_bytes) throw UsageError{"--chunk-size is 64M at most"};
  take(parsed, "simd", options.simd);
  take(parsed, "device", options.device);
  if (parsed.count("device-memory") != 0) {
    options.device_memory = parse_size("device-memory", parsed["device-memory"].as<std::string>());
  }
  options.shaping_command = shaping_command(table, parsed, options.matrix);
  return options;
}

/// An argument as one word.
std::string spell(cxxopts::Options const& table, cxxopts::KeyValue const& argument) {
  for (auto const& group : table.groups()) {
    for (auto const& option : table.group_help(group).options) {
      bool const is_it =
          std::find(option.l.begin(), option.l.end(), argument.key()) != option.l.end();
      if (is_it && option.is_boolean) return "--" + argument.key();
    }
  }
  return "--" + argument.key() + "=" + argument.value();
}

/// One group of a plan: nothing but the machine is left to choose.
ConvertOptions make_group_options(cxxopts::Options const& table,
                                  cxxopts::ParseResult const& parsed) {
  ConvertOptions options;
  for (auto const& argument : parsed.arguments()) {
    auto const& key = argument.key();
    if (std::find(std::begin(options_beside_plan), std::end(options_beside_plan), key) ==
        std::end(options_beside_plan)) {
      throw UsageError{key == "matrix" ? "the plan names the matrix: leave " + argument.value() +
                                             " out, or --plan"
                                       : "--" + key + " is in the plan: leave it out, or --plan"};
    }
    if (key != "plan" && key != "group")
      options.machine_arguments.push_back(spell(table, argument));
  }
  options.plan = parsed["plan"].as<std::string>();
  if (parsed.count("group") == 0) {
    throw UsageError{"--plan converts one group: say which by --group K, from 0"};
  }
  options.group = parse_count("group", parsed["group"].as<std::string>(), 0, max_group);
  return options;
}

}  // namespace

std::string convert_help() {
  return help_text(make_option_table(),
                   {"Input", "Samples", "Records", "Output", machine_group, group_group});
}

std::optional<ConvertOptions> parse_convert_arguments(std::vector<std::string> const& arguments) {
  auto table = make_option_table();
  auto const parsed = parse_arguments(table, arguments);
  if (parsed.count("help") != 0) return std::nullopt;
  if (parsed.count("plan") != 0) return make_group_options(table, parsed);
  if (parsed.count("group") != 0) throw UsageError{"--group is of a plan: give --plan FILE too"};
  auto options = make_options(table, parsed);
  options.command = arguments;
  return options;
}

namespace {

cxxopts::Options make_plan_table() {
  auto table = make_option_table();
  auto add = table.add_options("Plan");
  add("groups", "Groups that the matrix is parted into, at most (default: 1)", text(), "N");
  add("json", "Print the plan itself, for `hapmill convert --plan`");
  return table;
}

}  // namespace

std::string plan_help() {
  return help_text(make_plan_table(),
                   {"Plan", "Input", "Samples", "Records", "Output", machine_group});
}

std::optional<PlanOptions> parse_plan_arguments(std::vector<std::string> const& arguments) {
  auto table = make_plan_table();
  auto const parsed = parse_arguments(table, arguments);
  if (parsed.count("help") != 0) return std::nullopt;
  for (char const* name : {"plan", "group"}) {
    if (parsed.count(name) != 0) throw UsageError{fmt::format("--{} is for convert", name)};
  }
  PlanOptions options;
  if (parsed.count("groups") != 0) {
    options.group_count =
        parse_count("groups", parsed["groups"].as<std::string>(), 1, max_group + 1);
  }
  options.as_json = parsed.count("json") != 0;
  options.convert = make_options(table, parsed);
  for (auto const& argument : parsed.arguments()) {
    if (argument.key() == "groups" || argument.key() == "json" || argument.key() == "matrix") {
      continue;
    }
    options.convert.command.push_back(spell(table, argument));
  }
  options.convert.command.insert(options.convert.command.end(), {"--", options.convert.matrix});
  return options;
}

}  // namespace hapmill
