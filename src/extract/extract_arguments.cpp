#include <algorithm>
#include <utility>

#include "bytes/text_lines.hpp"
#include "extract/extract_options.hpp"
#include "options/option_table.hpp"

namespace hapmill {

namespace {

constexpr char const* machine_group = "Machine (does not change the output)";

using Strings = std::vector<std::string>;

auto text() { return cxxopts::value<std::string>(); }
auto word(char const* by_default) { return text()->default_value(by_default); }

void add_sample_options(cxxopts::Options& options) {
  auto add = options.add_options("Samples");
  add("s,samples",
      "Extract only these samples, in this order: names separated by commas; ^ before the list: "
      "all "
      "samples but these",
      text(), "LIST");
  add("S,samples-file",
      "Take the list of --samples from this file, one name per line; ^FILE: all samples but those",
      text(), "FILE");
  add("ploidy",
      "Number of columns per sample: 2 (SAMPLE_1 and SAMPLE_2), or 1 (SAMPLE) for haploid and "
      "inbred samples",
      word("2"), "N");
  add("haploid",
      "What to do with a genotype of one allele where samples have two columns: error, twice (put "
      "the allele into both), missing (the second cell is missing)",
      word("error"), "WORD");
  add("unphased",
      "What to do with an unphased genotype of two different alleles: error, as-is (keep the order "
      "of the alleles), missing (both cells)",
      word("error"), "WORD");
}

void add_row_options(cxxopts::Options& options) {
  auto add = options.add_options("Rows");
  add("variant-only", "Leave out records where no extracted sample has an allele other than REF");
  add("on-bad-record",
      "What to do with a record that does not fit into the matrix: error (stop), skip (leave it "
      "out and count it)",
      word("error"), "WORD");
  add("missing-code", "The text of the cell of a missing allele", word("N"), "TEXT");
  add("deletion-code", "The text of the cell of the allele *", word("-"), "TEXT");
}

void add_output_options(cxxopts::Options& options) {
  auto add = options.add_options("Output");
  add("o,output", "Write the matrix to FILE; - is standard output", word("-"), "FILE");
  add("write-pairs", "Write a file for `hapmill convert --pairs FILE`", text(), "FILE");
  add("progress",
      "Progress on standard error: auto (one line, if it is a terminal), json (lines of JSON), "
      "none",
      word("auto"), "WORD");
  add("q,quiet", "Print no summary at the end");
  add_help_option(options, "Output");
}

cxxopts::Options make_option_table() {
  cxxopts::Options options{
      "hapmill extract",
      "Writes the genotypes of a phased VCF or BCF file as a genome matrix. VARIANTS may be "
      "compressed\nby gzip or bgzip; - is standard input.\n"};
  options.custom_help("VARIANTS [OPTIONS]");
  options.positional_help("");
  options.set_width(100);
  add_sample_options(options);
  add_row_options(options);
  add_output_options(options);
  options.add_options(machine_group)(
      "threads", "Number of threads (default: the CPUs that this process may use)", text(), "N");
  options.add_options("hidden")("variants", "", cxxopts::value<Strings>());
  options.parse_positional({"variants"});
  return options;
}

bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; }
bool is_base(char byte) {
  return std::string_view{"ACGTacgt"}.find(byte) != std::string_view::npos;
}

std::string parse_code(char const* option, std::string code) {
  constexpr std::size_t most = 30;  // the limit of convert
  bool const fits =
      !code.empty() && code.size() <= most && std::none_of(code.begin(), code.end(), is_control);
  if (!fits) {
    throw UsageError{std::string{"--"} + option +
                     " is empty, longer than 30 bytes or has a control byte in it"};
  }
  if (std::all_of(code.begin(), code.end(), is_base)) {
    throw UsageError{std::string{"--"} + option + " " + code +
                     " is also an allele; choose another code"};
  }
  return code;
}

ExtractPlan parse_plan(cxxopts::ParseResult const& parsed) {
  auto const value = [&](char const* name) { return parsed[name].as<std::string>(); };
  ExtractPlan plan;
  plan.ploidy = parse_count("ploidy", value("ploidy"), 1, 2);
  plan.haploid = parse_word<HaploidPolicy>("haploid", value("haploid"),
                                           {{"error", HaploidPolicy::error},
                                            {"twice", HaploidPolicy::twice},
                                            {"missing", HaploidPolicy::missing}});
  plan.unphased = parse_word<UnphasedPolicy>("unphased", value("unphased"),
                                             {{"error", UnphasedPolicy::error},
                                              {"as-is", UnphasedPolicy::as_is},
                                              {"missing", UnphasedPolicy::missing}});
  plan.missing_code = parse_code("missing-code", value("missing-code"));
  plan.deletion_code = parse_code("deletion-code", value("deletion-code"));
  if (plan.missing_code == plan.deletion_code) {
    throw UsageError{"--missing-code and --deletion-code are the same"};
  }
  plan.variant_only = parsed.count("variant-only") != 0;
  plan.skip_bad_records =
      parse_word<bool>("on-bad-record", value("on-bad-record"), {{"error", false}, {"skip", true}});
  return plan;
}

std::string take_input(cxxopts::ParseResult const& parsed) {
  auto const files = parsed.count("variants") == 0 ? Strings{} : parsed["variants"].as<Strings>();
  if (files.size() != 1) {
    throw UsageError{files.empty() ? "no VCF or BCF file given; use - for standard input"
                                   : "only one file can be extracted at a time; " + files[1] +
                                         " is a second one"};
  }
  if (files.front().empty())
    throw UsageError{"the file has an empty name; use - for standard input"};
  return files.front();
}

}  // namespace

std::string extract_help() {
  return help_text(make_option_table(), {"Samples", "Rows", "Output", machine_group});
}

std::optional<ExtractOptions> parse_extract_arguments(std::vector<std::string> const& arguments) {
  auto table = make_option_table();
  auto const parsed = parse_arguments(table, arguments);
  if (parsed.count("help") != 0) return std::nullopt;
  auto const given = [&](char const* name) {
    return parsed.count(name) == 0 ? std::nullopt : std::optional{parsed[name].as<std::string>()};
  };
  ExtractOptions options;
  options.variants = take_input(parsed);
  options.output = parsed["output"].as<std::string>();
  options.write_pairs = given("write-pairs");
  options.samples = given("samples");
  options.samples_file = given("samples-file");
  if (options.samples && options.samples_file) {
    throw UsageError{"--samples and --samples-file cannot be used together"};
  }
  options.plan = parse_plan(parsed);
  if (auto const threads = given("threads")) {
    options.threads = parse_count("threads", *threads, 1, 1024);
  }
  options.progress = parsed["progress"].as<std::string>();
  options.quiet = parsed.count("quiet") != 0;
  return options;
}

SampleSelection make_sample_selection(ExtractOptions const& options,
                                      std::optional<InputPath> const& samples_file) {
  SampleSelection selection;
  if (!options.samples && !options.samples_file) return selection;
  std::string source = options.samples ? *options.samples : *options.samples_file;
  if (source.starts_with('^')) {
    selection.is_exclusion = true;
    source.erase(0, 1);
  }
  selection.names = options.samples ? split_fields(source, ',')
                                    : split_lines(read_small_file(samples_file.value()));
  std::erase_if(selection.names, [](auto const& name) { return name.empty(); });
  if (selection.names.empty()) {
    throw UsageError{options.samples ? "--samples names no sample" : source + " names no sample"};
  }
  return selection;
}

}  // namespace hapmill
