// hapmill_gpu_bench [--hapmill PROGRAM] [--work DIR] [--runs N] [--copy-bytes N] [--text-bytes N]
//                   [--matrix-bytes N] [--only ceilings] [--fact NAME=TEXT]… [--report FILE]
//
// Measures the CUDA backend on the device of this machine, and what the device and its link can
// copy. Writes one JSON object. bench/gpu_check.sh runs it.

#include "bench/gpu/gpu_report.hpp"

#include "hapmill/backend/cuda_devices.hpp"

#include <charconv>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hapmill::bench {

namespace {

struct Arguments {
  BenchOptions options;
  nlohmann::json facts = nlohmann::json::object();
  std::string report;
  bool only_ceilings = false;
};

template <class Number>
Number parse_number(std::string_view text) {
  Number number{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 1) {
    throw std::runtime_error{"not a number above 0: " + std::string{text}};
  }
  return number;
}

Arguments parse_arguments(std::vector<std::string> const& words) {
  Arguments arguments;
  BenchOptions& options = arguments.options;
  for (std::size_t k = 0; k < words.size(); k += 2) {
    std::string const& name = words[k];
    if (k + 1 == words.size()) throw std::runtime_error{name + " needs a value"};
    std::string const& value = words[k + 1];
    if (name == "--hapmill") {
      options.hapmill = value;
    } else if (name == "--work") {
      options.work = value;
    } else if (name == "--runs") {
      options.runs = parse_number<int>(value);
    } else if (name == "--copy-bytes") {
      options.copy_bytes = parse_number<std::size_t>(value);
    } else if (name == "--text-bytes") {
      options.text_bytes = parse_number<std::size_t>(value);
    } else if (name == "--matrix-bytes") {
      options.matrix_bytes = parse_number<std::uint64_t>(value);
    } else if (name == "--fact" && value.find('=') != std::string::npos) {
      std::size_t const end = value.find('=');
      arguments.facts[value.substr(0, end)] = value.substr(end + 1);
    } else if (name == "--only" && value == "ceilings") {
      arguments.only_ceilings = true;
    } else if (name == "--report") {
      arguments.report = value;
    } else {
      throw std::runtime_error{"there is no option " + name + " " + value};
    }
  }
  return arguments;
}

std::vector<Shape> make_shapes() {
  return {{"narrow", 31, 0.2, "auto", true},
          {"narrow, all variant", 31, 1.0, "auto", false},
          {"wide", 3'100, 0.75, "adjacent", true},
          {"narrow, VCF", 31, 0.2, "auto", false, "v"},
          {"wide, VCF", 3'100, 0.75, "adjacent", false, "v"},
          {"wide, BCF", 3'100, 0.75, "adjacent", false, "u"}};
}

void write_report(nlohmann::json const& report, std::string const& path) {
  std::ofstream file{path};
  file << report.dump(1) << '\n';
  if (!file.flush()) throw std::runtime_error{"cannot write " + path};
}

/// Measures one part after another. Calls `save` after each, so that results are kept if a later
/// part fails.
template <class Save>
nlohmann::json measure(Arguments const& arguments, Save const& save) {
  cu::DeviceCount const devices = cu::count_devices();
  if (devices.count == 0) throw std::runtime_error{devices.problem};
  cu::DeviceInfo const device = cu::inspect_device(0);
  BenchOptions const& options = arguments.options;
  Ceilings const ceilings = measure_ceilings(options.copy_bytes, options.runs);
  nlohmann::json report{
      {"facts", arguments.facts},
      {"device",
       {{"name", device.name},
        {"compute_capability", std::to_string(device.major) + "." + std::to_string(device.minor)},
        {"memory_bytes", device.total_memory}}},
      {"runs", options.runs},
      {"ceilings_bytes_per_second", to_json(ceilings)},
      {"stages", nlohmann::json::array()},
      {"program", nlohmann::json::array()},
      {"workers", nlohmann::json::array()}};
  save(report);
  if (arguments.only_ceilings) return report;
  for (Shape const& shape : make_shapes()) {
    report["stages"].push_back(report_stages(shape, ceilings, options));
    save(report);
  }
  if (options.hapmill.empty()) return report;
  for (Shape const& shape : make_shapes()) {
    if (!shape.is_for_program) continue;
    report["program"].push_back(report_program(shape, ceilings, options));
    save(report);
  }
  report["workers"].push_back(report_workers(make_shapes().front(), options));
  save(report);
  return report;
}

}  // namespace

int run_gpu_bench(std::vector<std::string> const& words) {
  try {
    Arguments const arguments = parse_arguments(words);
    auto const save = [&](nlohmann::json const& report) {
      if (!arguments.report.empty()) write_report(report, arguments.report);
    };
    nlohmann::json const report = measure(arguments, save);
    if (arguments.report.empty()) std::printf("%s\n", report.dump(1).c_str());
    return 0;
  } catch (std::exception const& error) {
    std::fprintf(stderr, "hapmill_gpu_bench: error: %s\n", error.what());
    return 1;
  }
}

}  // namespace hapmill::bench

int main(int argc, char** argv) { return hapmill::bench::run_gpu_bench({argv + 1, argv + argc}); }
