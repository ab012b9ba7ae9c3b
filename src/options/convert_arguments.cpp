#include "options/convert_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "hapmill/model/row_fields.hpp"
#include "options/option_table.hpp"
#include "options/planner.hpp"

namespace hapmill {

namespace {

/// Options of these groups shape the output, and no others do.
constexpr char const* shaping_groups[] = {"Input", "Samples", "Sites", "Records"};
constexpr char const* machine_group = "Machine (none of these changes the output)";
constexpr char const* group_group = "Groups";
constexpr std::uint64_t max_group = 99'999;  // five digits in the names of parts
/// Options that go with --plan.
constexpr char const* options_beside_plan[] = {
    "plan",          "group",      "threads",        "chunk-size", "simd", "device",
    "device-memory", "max-memory", "memory-profile", "progress",   "quiet"};

using Strings = std::vector<std::string>;

auto text() { return cxxopts::value<std::string>(); }
auto word(char const* by_default) { return text()->default_value(by_default); }

void add_input_options(cxxopts::Options& options) {
  auto add = options.add_options("Input");
  add("input-format",
      "What a row holds: matrix (CHROM POS REF, a cell a haplotype), diploid (CHROM POS REF, A|T "
      "or "
      "A/T a sample, as `bcftools query` writes %TGT), hapmap (TASSEL's .hmp.txt)",
      word("matrix"), "WORD");
  add("reference",
      "FASTA file with its .fai: REF of HapMap (default: the first of the alleles column); of the "
      "others see --check-ref",
      text(), "FILE");
  add("check-ref",
      "Where REF is not what --reference has: warn (count), error (the row does not fit) (default: "
      "warn)",
      text(), "WORD");
  add("header", "File of one line with the names of all columns", text(), "FILE");
  add("column-names",
      "File with the names of the haplotype columns, one a line, for a matrix without a header; of "
      "a line of CSV or TSV the first field",
      text(), "FILE");
  add("delimiter", "The byte between fields, or spaces: one or more of them (default: TAB)", text(),
      "BYTE|WORD");
  add("columns",
      "Which column is what, counted from 1: chrom=N, pos=N, ref=N, alt=N (lists the alternates "
      "that cells may hold), skip=N or skip=N:M; all others hold cells (default: "
      "chrom=1,pos=2,ref=3)",
      text(), "LIST");
  add("cell-columns",
      "What the columns of one haplotype hold, call, quality or skip, as in call,quality "
      "(default: call)",
      text(), "LIST");
  add("min-quality", "Read calls of a lower quality as missing (default: all are read)", text(),
      "N");
  add("missing-code",
      "Cell that is missing; may be repeated (default: N; . for diploid, N and X for hapmap)",
      cxxopts::value<Strings>(), "TEXT");
  add("deletion-code", "Cell that is a deletion (default: -)", text(), "TEXT");
  add("fold-case", "Read lower-case alleles as upper case: on, off (default: off; on for VCF/BCF)",
      text(), "WORD");
  add("unphased",
      "Table, of diploid and hapmap: a pair of two alleles that is not phased: error (the row does "
      "not fit), as-is (in the order in which they stand), missing (both) (default: error)",
      text(), "WORD");
  add("r,regions",
      "Convert only rows in these regions: CONTIG, CONTIG:POS or CONTIG:FIRST-LAST, parted by "
      "commas (default: all rows)",
      cxxopts::value<Strings>(), "LIST");
  add("R,regions-file",
      "Convert only rows in the regions of a BED file (.bed), or of lines CONTIG, first and last "
      "position (default: all rows)",
      text(), "FILE");
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
  add("s,samples",
      "Print these samples, in this order: names parted by commas; ^ before them: all but these",
      text(), "LIST");
  add("S,samples-file", "The same from a file, one name a line; ^FILE: all but those", text(),
      "FILE");
  add("rename", "File of lines `name<TAB>new name`: what samples are called in the output", text(),
      "FILE");
  add("alt-from",
      "Columns that make ALT and decide whether a site is variant: all, printed (default: all; "
      "printed for VCF/BCF and where samples are chosen)",
      text(), "WORD");
}

void add_site_options(cxxopts::Options& options) {
  auto add = options.add_options("Sites");
  add("m,min-alleles", "Leave out sites of fewer alleles, REF and ALT (default: 2)", text(), "N");
  add("M,max-alleles", "Leave out sites of more alleles, REF and ALT (default: no limit)", text(),
      "N");
  add("snps-only", "Leave out sites where REF or any ALT is not one of A, C, G, T and N");
  add("c,min-ac",
      "Leave out sites where the printed samples have fewer alleles that are not REF (default: 0)",
      text(), "N");
  add("max-missing-rate",
      "Leave out sites where a larger share of the printed samples' alleles is missing, 0 to 1 "
      "(default: 1)",
      text(), "RATE");
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
  add("split-by-contig",
      "Write a file for each contig into DIR, named by -o with {contig} in it (default: {contig} "
      "and "
      "the suffix of the type)",
      text(), "DIR");
  add("compression-level",
      "0 (none) to 9, for compressed output (default: " +
          std::to_string(default_compression_level) + ")",
      text(), "N");
  add("index",
      "Index of compressed VCF and BCF: csi, tbi, none (default: csi; none for standard output)",
      text(), "WORD");
  add("rejects", "Write the rows that --on-bad-row skip leaves out to FILE", text(), "FILE");
  add("report", "Write counts, times and memory to FILE as JSON", text(), "FILE");
  add("memory-profile",
      "Write the memory of each process, ten times a second as the run goes, to FILE as CSV",
      text(), "FILE");
  add("resume",
      "Complete what a run with --workers has left in FILE.parts; start if there is none");
  add("clean", "Remove what a run with --workers has left in FILE.parts, and do nothing else");
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
  add("full-scan", "Look for contigs and regions row by row instead of by bisection");
  add("simd", "Instruction set: auto, avx512, avx2, scalar", word("auto"), "WORD");
  add("device",
      "Who converts: auto (a CUDA device where there is one and the matrix is large enough to pay "
      "for its start), cpu, cuda, cuda:N",
      word("auto"), "WORD");
  add("device-memory",
      "Most memory of the CUDA device to take (default: four fifths of what is free)", text(),
      "SIZE");
  add("max-memory",
      "Most memory to take: smaller chunks, then fewer threads, or a refusal (default: no limit)",
      text(), "SIZE");
  add("workers",
      "Processes that share the contigs and --threads: a number, or auto, one for each CUDA device "
      "(default: one for each entry of --devices, else 1)",
      text(), "N");
  add("devices",
      "CUDA devices of the workers, by number in `hapmill devices`, parted by commas; one may "
      "repeat (default: by --device)",
      text(), "LIST");
}

void add_group_options(cxxopts::Options& options) {
  auto add = options.add_options(group_group);
  add("plan",
      "Convert one group of a plan that `hapmill plan` has made; the matrix and all options above "
      "are in the plan",
      text(), "FILE");
  add("group", "Which one, from 0", text(), "K");
}

void add_check_options(cxxopts::Options& options) {
  auto add = options.add_options("Check");
  add("json", "Print what is found as JSON");
  add("rows", "Look at the first N rows only", text(), "N");
}

void take_check_options(cxxopts::ParseResult const& parsed, CheckOptions& check) {
  check.json = parsed.count("json") != 0;
  if (parsed.count("rows") == 0) return;
  check.row_limit = parse_count("rows", parsed["rows"].as<std::string>(), 1, UINT64_MAX);
}

cxxopts::Options make_option_table() {
  cxxopts::Options options{
      "hapmill convert",
      "Converts a genome matrix (CHROM POS REF, then a column a haplotype) to "
      "phased genotypes: a haplotype table, VCF or BCF.\nMATRIX is text or that compressed by "
      "gzip, "
      "bgzip or zstd, - for standard input. Several, with\nthe same columns, are one matrix: their "
      "rows follow one another.\n"};
  options.custom_help("MATRIX... [OPTIONS]");
  options.positional_help("");
  options.set_width(100);
  add_input_options(options);
  add_sample_options(options);
  add_site_options(options);
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
                            Strings const& matrices) {
  std::string command = "hapmill convert";
  for (auto const& matrix : matrices) command += " " + shell_word(matrix);
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
  take(parsed, "matrix", options.matrices);
  if (options.matrices.empty()) throw UsageError{"no matrix given; - is standard input"};
  for (auto const& matrix : options.matrices) {
    if (matrix.empty()) throw UsageError{"the matrix has an empty name; - is standard input"};
  }
  take(parsed, "header", options.header);
  take(parsed, "column-names", options.column_names);
  take(parsed, "input-format", options.input_format);
  take(parsed, "reference", options.reference);
  take(parsed, "check-ref", options.check_ref);
  take(parsed, "unphased", options.unphased);
  take(parsed, "delimiter", options.delimiter);
  take(parsed, "columns", options.columns);
  take(parsed, "cell-columns", options.cell_columns);
  take(parsed, "min-quality", options.min_quality);
  take(parsed, "missing-code", options.missing_codes);
  take(parsed, "deletion-code", options.deletion_code);
  take(parsed, "fold-case", options.fold_case);
  take(parsed, "regions", options.regions);
  take(parsed, "regions-file", options.regions_file);
  take(parsed, "on-bad-row", options.on_bad_row);
  take(parsed, "rejects", options.rejects);
  options.full_scan = parsed.count("full-scan") != 0;
  take(parsed, "pairs", options.pairs);
  take(parsed, "unpaired", options.unpaired);
  options.has_pairing = parsed.count("pairs") + parsed.count("unpaired") != 0;
  take(parsed, "samples", options.samples);
  take(parsed, "samples-file", options.samples_file);
  take(parsed, "rename", options.rename);
  take(parsed, "alt-from", options.alt_from);
  take(parsed, "min-alleles", options.min_alleles);
  take(parsed, "max-alleles", options.max_alleles);
  options.snps_only = parsed.count("snps-only") != 0;
  take(parsed, "min-ac", options.min_ac);
  take(parsed, "max-missing-rate", options.max_missing_rate);
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
  take(parsed, "split-by-contig", options.split_folder);
  take(parsed, "report", options.report);
  take(parsed, "memory-profile", options.memory_profile);
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
  if (parsed.count("max-memory") != 0) {
    options.max_memory = parse_size("max-memory", parsed["max-memory"].as<std::string>());
  }
  take(parsed, "workers", options.workers);
  take(parsed, "devices", options.devices);
  options.resume = parsed.count("resume") != 0;
  options.clean = parsed.count("clean") != 0;
  options.shaping_command = shaping_command(table, parsed, options.matrices);
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
                   {"Input", "Samples", "Sites", "Records", "Output", machine_group, group_group});
}

std::string check_help() {
  auto table = make_option_table();
  add_check_options(table);
  std::string const text = help_text(table, {"Check", "Input", "Samples"});
  std::string const usage = "Usage:\n  hapmill ";
  return "Looks a genome matrix through and says whether `hapmill convert` takes it, without "
         "converting it.\n\n" +
         usage + "check" + text.substr(text.find(" MATRIX", text.find("Usage:"))) +
         "\nAll other options of `hapmill convert` are taken too, and nothing is written.\n";
}

std::optional<ConvertOptions> parse_convert_arguments(std::vector<std::string> const& arguments,
                                                      CheckOptions* check) {
  auto table = make_option_table();
  if (check != nullptr) add_check_options(table);
  auto const parsed = parse_arguments(table, arguments);
  if (parsed.count("help") != 0) return std::nullopt;
  if (check != nullptr) take_check_options(parsed, *check);
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
                   {"Plan", "Input", "Samples", "Sites", "Records", "Output", machine_group});
}

std::optional<PlanOptions> parse_plan_arguments(std::vector<std::string> const& arguments) {
  auto table = make_plan_table();
  auto const parsed = parse_arguments(table, arguments);
  if (parsed.count("help") != 0) return std::nullopt;
  for (char const* name : {"plan", "group", "resume", "clean"}) {
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
  options.convert.command.push_back("--");
  for (auto const& matrix : options.convert.matrices) options.convert.command.push_back(matrix);
  return options;
}

}  // namespace hapmill
