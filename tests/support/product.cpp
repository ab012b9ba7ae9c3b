#include "product.hpp"

#include "compressed.hpp"
#include "fed_pipe.hpp"
#include "random.hpp"

#include "cli/command_line.hpp"
#include "cpu/stages.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <sstream>

namespace hapmill::test {
namespace {

using Json = nlohmann::json;

/// Collects the differences, one per line.
class Differences {
 public:
  template <typename Value>
  void compare(std::string const& what, Value const& found, Value const& expected) {
    if (found == expected) return;
    text_ << what << ": " << found << ", the reference says " << expected << '\n';
  }

  void compare_texts(std::string const& what, std::string const& found,
                     std::string const& expected) {
    if (found == expected) return;
    std::size_t at = 0;
    while (at < found.size() && at < expected.size() && found[at] == expected[at]) ++at;
    text_ << what << ": differs from byte " << at << " (line " << line_of(found, at) << "), "
          << found.size() << " bytes, the reference has " << expected.size() << "\n  "
          << around(found, at) << "\n  " << around(expected, at) << '\n';
  }

  void add(std::string const& what) { text_ << what << '\n'; }

  std::string text() const { return text_.str(); }

 private:
  static std::size_t line_of(std::string const& text, std::size_t at) {
    std::size_t line = 1;
    for (std::size_t i = 0; i < at; ++i) line += text[i] == '\n' ? 1 : 0;
    return line;
  }

  static std::string around(std::string const& text, std::size_t at) {
    std::size_t const begin = at < 60 ? 0 : at - 60;
    return Json(text.substr(begin, 120)).dump(-1, ' ', true, Json::error_handler_t::replace);
  }

  std::ostringstream text_;
};

/// Returns names in the form that the report has.
std::string as_utf8(std::string const& text) {
  return Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace))
      .get<std::string>();
}

void compare_report(Differences& differences, Json const& report,
                    reference::Result const& expected) {
  Json const& rows = report.at("rows");
  differences.compare("rows read", rows.at("read").get<std::uint64_t>(), expected.rows_read);
  differences.compare("rows written", rows.at("written").get<std::uint64_t>(),
                      expected.rows_written);
  differences.compare("rows non-variant", rows.at("non_variant").get<std::uint64_t>(),
                      expected.rows_non_variant);
  differences.compare("rows filtered", rows.at("filtered").get<std::uint64_t>(),
                      expected.rows_filtered);
  differences.compare("rows rejected", rows.at("rejected").get<std::uint64_t>(),
                      expected.rows_rejected);
  differences.compare("half-calls", report.at("half_calls").get<std::uint64_t>(),
                      expected.half_calls);

  differences.compare("filtered", report.at("filtered").dump(), Json(expected.filtered).dump());
  Json rejected = Json::object();
  for (auto const& [reason, lines] : expected.rejected_lines) {
    std::vector<std::uint64_t> first = lines;
    if (first.size() > 10) first.resize(10);
    rejected[reason] = {{"count", lines.size()}, {"first_lines", first}};
  }
  differences.compare("rejected", report.at("rejected").dump(), rejected.dump());

  Json samples = Json::array();
  for (auto const& sample : expected.samples) {
    samples.push_back(
        {{"name", as_utf8(sample.name)}, {"missing", sample.missing}, {"deleted", sample.deleted}});
  }
  differences.compare("samples", Json(report.at("samples")).dump(), samples.dump());

  std::uint64_t read = 0;
  for (Json const& contig : report.at("contigs")) read += contig.at("read").get<std::uint64_t>();
  // A stream in which no row names a contig reports no contig.
  bool const has_contig = !report.at("contigs").empty();
  if (has_contig || expected.rows_rejected != expected.rows_read) {
    differences.compare("rows read, summed over contigs", read, expected.rows_read);
  }
}

/// Returns the text after the lines that start with `##`.
std::string without_meta_lines(std::string const& vcf) {
  std::size_t begin = 0;
  while (begin != std::string::npos && vcf.compare(begin, 2, "##") == 0) {
    std::size_t const end = vcf.find('\n', begin);
    begin = end == std::string::npos ? end : end + 1;
  }
  return begin == std::string::npos ? "" : vcf.substr(begin);
}

}  // namespace

std::string describe(MachineOptions const& options) {
  std::ostringstream text;
  text << "--simd " << options.simd << " --threads " << options.threads;
  if (!options.chunk_size.empty()) text << " --chunk-size " << options.chunk_size;
  if (!options.device.empty()) text << " --device " << options.device;
  if (options.full_scan) text << " --full-scan";
  if (options.report) text << " --report";
  if (!options.compression.empty()) text << ", compressed by " << options.compression;
  if (options.through_pipe) text << ", through a pipe";
  for (std::size_t const begin : options.file_begins) text << ", another file from " << begin;
  for (std::size_t const cut : options.cuts) text << ", cut at " << cut;
  return text.str();
}

MachineOptions make_random_machine_options(Random& random, RandomCase const& random_case) {
  MachineOptions options;
  options.simd = random.pick(cpu::runnable_stages())->name;
  options.threads = random.one_in(2) ? 1 : random.between(2, 4);
  options.chunk_size = random.pick(std::vector<std::string>{
      "", "", "16K", "1K", "200", std::to_string(1 + random_case.matrix.size())});
  options.full_scan = random.one_in(3);
  if (random_case.options.stream) {
    options.compression = random.pick(std::vector<std::string>{"", "", "gzip", "bgzf", "zstd"});
    options.through_pipe = options.compression.empty() || random.one_in(2);
  }
  for (std::size_t at = 0; options.through_pipe && options.cuts.size() < 5;) {
    at += random.between(1, 1 + random_case.matrix.size() / 3);
    if (at >= random_case.matrix.size()) break;
    options.cuts.push_back(at);
  }
  return options;
}

namespace {

std::string compress(std::string const& text, std::string const& by) {
  if (by == "gzip") return gzip_member(text);
  if (by == "bgzf") return bgzf_file(text, 1 + text.size() / 5);
  if (by == "zstd") return zstd_frame(text);
  return text;
}

/// Writes the matrix to one or several files. Returns their paths.
std::vector<std::string> write_files(RandomCase const& random_case, MachineOptions const& machine,
                                     TemporaryFolder const& folder) {
  std::vector<std::string> paths;
  std::size_t begin = 0;
  for (std::size_t k = 0; k <= machine.file_begins.size(); ++k) {
    std::size_t const end =
        k < machine.file_begins.size() ? machine.file_begins[k] : random_case.matrix.size();
    auto const text =
        (k == 0 ? "" : machine.repeated_header) + random_case.matrix.substr(begin, end - begin);
    paths.push_back(folder.file(k == 0 ? "matrix.txt" : "matrix-" + std::to_string(k) + ".txt"));
    write_text(paths.back(), compress(text, machine.compression));
    begin = end;
  }
  return paths;
}

}  // namespace

Conversion convert(RandomCase const& random_case, MachineOptions const& machine,
                   TemporaryFolder const& folder) {
  std::string const output = folder.file("table.txt");
  std::string const rejects = folder.file("rejects.txt");
  std::string const report = folder.file("report.json");
  for (auto const& path : {output, rejects, report}) std::filesystem::remove(path);

  std::vector<std::string> arguments{"convert", "-q", "-o", output};
  std::optional<FedPipe> pipe;
  if (machine.through_pipe) {
    auto const bytes = compress(random_case.matrix, machine.compression);
    auto cuts = machine.cuts;
    std::erase_if(cuts, [&](std::size_t cut) { return cut >= bytes.size(); });
    pipe.emplace(bytes, cuts);
    arguments.push_back(pipe->path());
  } else {
    auto const paths = write_files(random_case, machine, folder);
    arguments.insert(arguments.end(), paths.begin(), paths.end());
  }
  auto const options = command_line_options(random_case, folder.path());
  arguments.insert(arguments.end(), options.begin(), options.end());
  arguments.insert(arguments.end(), {"--simd", machine.simd});
  arguments.insert(arguments.end(), {"--threads", std::to_string(machine.threads)});
  if (!machine.chunk_size.empty()) {
    arguments.insert(arguments.end(), {"--chunk-size", machine.chunk_size});
  }
  if (!machine.output_type.empty()) {
    arguments.insert(arguments.end(), {"-O", machine.output_type});
    bool const may_be_indexed = machine.output_type == "b" || machine.output_type == "z";
    if (may_be_indexed) arguments.insert(arguments.end(), {"--index", "none"});
  }
  if (!machine.device.empty()) arguments.insert(arguments.end(), {"--device", machine.device});
  if (machine.full_scan) arguments.push_back("--full-scan");
  if (machine.report) arguments.insert(arguments.end(), {"--report", report});
  if (random_case.options.skip_bad_rows) arguments.insert(arguments.end(), {"--rejects", rejects});

  Conversion conversion;
  try {
    conversion.exit_code = static_cast<int>(run_command_line(arguments));
  } catch (Error const& error) {
    conversion.exit_code = static_cast<int>(error.status());
    conversion.message = error.what();
  }
  conversion.has_output = std::filesystem::exists(output);
  if (conversion.has_output) conversion.output = read_text(output);
  if (std::filesystem::exists(rejects)) conversion.rejects = read_text(rejects);
  if (std::filesystem::exists(report)) conversion.report = read_text(report);
  return conversion;
}

std::string find_difference(Conversion const& conversion, reference::Result const& expected,
                            reference::Options const& options) {
  Differences differences;
  differences.compare("exit code", conversion.exit_code, expected.exit_code);
  if (!differences.text().empty()) {
    differences.add("  " + conversion.message + "\n  " + expected.error_reason);
    return differences.text();
  }
  differences.compare("has an output", conversion.has_output, expected.exit_code == 0);
  if (expected.exit_code == 0) {
    bool const vcf = options.output_kind == "vcf";
    std::string const output = vcf ? without_meta_lines(conversion.output) : conversion.output;
    differences.compare_texts("output", output, expected.output);
    if (options.skip_bad_rows) {
      differences.compare_texts("rejects", conversion.rejects, expected.rejects);
    }
    if (!conversion.report.empty()) {
      compare_report(differences, Json::parse(conversion.report), expected);
    }
  } else if (expected.error_line != 0) {
    std::string where = ":" + std::to_string(expected.error_line) + ": ";
    if (expected.error_field) where += "column " + std::to_string(*expected.error_field + 1) + " ";
    if (conversion.message.find(where) == std::string::npos) {
      differences.add("not the row" + where + expected.error_reason + "\n  " + conversion.message);
    }
  } else if (conversion.message.empty()) {
    differences.add("an error without words");
  }
  return differences.text();
}

}  // namespace hapmill::test
