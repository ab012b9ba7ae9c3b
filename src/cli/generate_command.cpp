#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "bytes/file_list.hpp"
#include "bytes/output_file.hpp"
#include "bytes/standard_output.hpp"
#include "cli/commands.hpp"
#include "generate/matrix_generator.hpp"
#include "options/option_table.hpp"

namespace hapmill {

namespace {

cxxopts::Options make_option_table() {
  GenerateOptions const defaults;
  cxxopts::Options options{"hapmill generate",
                           "Makes a synthetic genome matrix. The same options give the same bytes "
                           "on every machine.\n"};
  options.custom_help("[OPTIONS]");
  options.set_width(100);
  auto const text = [](auto const& by_default) {
    return cxxopts::value<std::string>()->default_value(fmt::format("{}", by_default));
  };
  auto add = options.add_options("Matrix");
  add("o,output", "Write the matrix to FILE; - is standard output", text("-"), "FILE");
  add("rows", "Number of rows", text(defaults.row_count), "N");
  add("columns", "Number of haplotype columns, named s001a, s001b, s002a …",
      text(defaults.column_count), "N");
  add("contigs", "Number of contigs, all of about the same size", text(defaults.contig_count), "N");
  add("contig-prefix", "Name the contigs TEXT1, TEXT2 …", text(defaults.contig_prefix), "TEXT");
  add("variant-rate", "Share of the rows that are variant sites", text(defaults.variant_rate), "X");
  add("missing-rate", "Share of the cells that are N", text(defaults.missing_rate), "X");
  add("deletion-rate", "Share of the cells of variant sites that are -",
      text(defaults.deletion_rate), "X");
  add("seed", "Seed of the random numbers: another seed makes another matrix", text(defaults.seed),
      "N");
  add("no-header", "Leave out the header row");
  add("crlf", "End lines with CR LF");
  add("q,quiet", "Accepted as by the other commands: generate prints no summary");
  add_help_option(options, "Matrix");
  return options;
}

struct CutOff {};

double parse_rate(std::string const& option, std::string const& text) {
  double rate = 0;
  auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
  if (error == std::errc{} && stop == text.data() + text.size() && rate >= 0 && rate <= 1) {
    return rate;
  }
  throw UsageError{fmt::format("--{} {} is not a number from 0 to 1", option, text)};
}

}  // namespace

ExitStatus generate_command(std::vector<std::string> const& arguments) {
  auto table = make_option_table();
  auto const parsed = parse_arguments(table, arguments);
  if (parsed.count("help") != 0) {
    print_to_standard_output(help_text(table, {"Matrix"}));
    return ExitStatus::done;
  }
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  auto const text = [&](char const* name) { return parsed[name].as<std::string>(); };
  GenerateOptions options;
  options.row_count = parse_count("rows", text("rows"), 0, most);
  options.column_count =
      parse_count("columns", text("columns"), 1, MatrixGenerator::max_column_count);
  options.contig_count =
      static_cast<std::uint32_t>(parse_count("contigs", text("contigs"), 1, 1'000'000));
  options.contig_prefix = text("contig-prefix");
  options.variant_rate = parse_rate("variant-rate", text("variant-rate"));
  options.missing_rate = parse_rate("missing-rate", text("missing-rate"));
  options.deletion_rate = parse_rate("deletion-rate", text("deletion-rate"));
  options.seed = parse_count("seed", text("seed"), 0, most);
  options.header = parsed.count("no-header") == 0;
  options.crlf = parsed.count("crlf") != 0;
  FileList files;
  OutputFile output{files.writes("-o", text("output"))};
  try {
    generate_matrix(options, [&output](std::string_view rows) {
      output.write(rows);
      if (output.is_cut_off()) throw CutOff{};
    });
  } catch (CutOff const&) {  // the reader of the output has gone: this is enough
  }
  output.publish();
  return ExitStatus::done;
}

}  // namespace hapmill
