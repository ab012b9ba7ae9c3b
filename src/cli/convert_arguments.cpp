#include "cli/convert_arguments.hpp"

#include <fmt/format.h>

#include "cli/option_table.hpp"
#include "hapmill/model/row_fields.hpp"

namespace hapmill {

namespace {

constexpr char const* machine_group = "Machine (none of these changes the output)";

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
  add("fold-case", "Read lower-case alleles as upper case: on, off", word("off"), "WORD");
  add("on-bad-row", "At a row that does not fit: error (stop), skip (leave it out and count it)",
      word("error"), "WORD");
  add("rejects", "Write the rows that --on-bad-row skip leaves out to FILE", text(), "FILE");
  add("full-scan", "Look for contigs row by row instead of by bisection");
}

void add_sample_options(cxxopts::Options& options) {
  auto add = options.add_options("Samples");
  add("pairs",
      "Which columns form a sample: auto (names that differ in a final a/b, A/B, _1/_2 or .1/.2), "
      "adjacent, self (each column twice), none (haploid), or a FILE of lines "
      "`name<TAB>first column<TAB>second column`",
      word("auto"), "WORD|FILE");
  add("unpaired", "Columns in no pair: skip, haploid", word("skip"), "WORD");
  add("alt-from", "Columns that make ALT and decide whether a site is variant: all, printed",
      word("all"), "WORD");
}

void add_record_options(cxxopts::Options& options) {
  auto add = options.add_options("Records");
  add("table-style", "panel-v1, panel, phase or vcf-simplify", word("panel-v1"), "WORD");
  add("missing",
      "A missing allele prints: ref (REF), keep (its code), dot (default: ref; dot for phase and "
      "vcf-simplify)",
      text(), "WORD");
  add("deletion",
      "A deletion prints: ref (REF), keep (its code), star (*), missing (as a missing allele); "
      "drop-site leaves its site out (default: ref; star for phase and vcf-simplify)",
      text(), "WORD");
  add("half-call",
      "A pair with one allele missing, under --missing dot: keep, missing (both), ref (REF for the "
      "missing one), error (default: keep; missing for phase and vcf-simplify)",
      text(), "WORD");
  add("ambiguous",
      "An IUPAC code in a cell: literal (an allele), missing, error (default: literal; missing for "
      "phase and vcf-simplify)",
      text(), "WORD");
  add("alt-order", "Order of ALT: first (as they appear), acgt, frequency", word("first"), "WORD");
  add("pi-prefix", "Text before the contig's name in PI", word(""), "TEXT");
  add("contig-order", "first (as they appear), sorted (by number if all are, else by text)",
      word("first"), "WORD");
}

void add_output_options(cxxopts::Options& options) {
  auto add = options.add_options("Output");
  add("o,output", "Where the table goes, - for standard output", word("-"), "FILE");
  add("O,output-type", "t (haplotype table)", word("t"), "LETTER");
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
  add("simd", "Instruction set: auto, avx512, avx2, scalar", word("auto"), "WORD");
  add("device",
      "Who converts: auto (a CUDA device where there is one and the matrix is large enough to pay "
      "for its start), cpu, cuda, cuda:N",
      word("auto"), "WORD");
  add("device-memory",
      "Most memory of the CUDA device to take (default: four fifths of what is free)", text(),
      "SIZE");
}

cxxopts::Options make_option_table() {
  cxxopts::Options options{"hapmill convert",
                           "Converts a genome matrix (CHROM POS REF, then a column a haplotype) to "
                           "the phased haplotype table.\nMATRIX may be - for standard input.\n"};
  options.custom_help("MATRIX [OPTIONS]");
  options.positional_help("");
  options.set_width(100);
  add_input_options(options);
  add_sample_options(options);
  add_record_options(options);
  add_output_options(options);
  add_machine_options(options);
  options.add_options("hidden")("matrix", "", cxxopts::value<Strings>());
  options.parse_positional({"matrix"});
  return options;
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

}  // namespace

std::string convert_help() {
  return help_text(make_option_table(), {"Input", "Samples", "Records", "Output", machine_group});
}

std::optional<ConvertOptions> parse_convert_arguments(std::vector<std::string> const& arguments) {
  auto table = make_option_table();
  auto const parsed = parse_arguments(table, arguments);
  if (parsed.count("help") != 0) return std::nullopt;
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
  take(parsed, "contig-order", options.contig_order);
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
  options.command = arguments;
  return options;
}

}  // namespace hapmill
