#include "bench/gpu/gpu_report.hpp"
#include "bench/gpu/program_times.hpp"
#include "bench/gpu/timed_conversion.hpp"
#include "bench/gpu/work_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <vector>

namespace hapmill::bench {

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

/// One way to run a conversion.
struct Way {
  std::string device;
  unsigned threads = 0;  ///< 0: the program chooses
  bool writes_file = false;
};

std::vector<Way> make_ways() {
  std::vector<Way> ways{{"cuda", 0, false}, {"cuda", 0, true}};
  unsigned const all = std::max(std::thread::hardware_concurrency(), 1U);
  for (unsigned const threads : {1U, 4U, all}) {
    bool const is_known = std::any_of(ways.begin(), ways.end(), [&](Way const& way) {
      return way.device == "cpu" && way.threads == threads;
    });
    if (threads <= all && !is_known) ways.push_back({"cpu", threads, false});
  }
  ways.push_back({"cpu", all, true});
  return ways;
}

Words words_of(Way const& way) {
  Words words{"--device", way.device};
  if (way.threads != 0) words.insert(words.end(), {"--threads", std::to_string(way.threads)});
  return words;
}

}  // namespace

nlohmann::json report_program(Shape const& shape, Ceilings const& ceilings,
                              BenchOptions const& options) {
  if (output_of({options.hapmill, "convert", "--help"}).find("--device") == std::string::npos) {
    throw std::runtime_error{options.hapmill + " has no option --device"};
  }
  WorkFolder const folder{options.work};
  fs::path const matrix = folder.path() / "matrix.tsv";
  fs::path const tiny = folder.path() / "tiny.tsv";
  fs::path const from_device = folder.path() / "device.table";
  fs::path const from_cpu = folder.path() / "cpu.table";
  generate_matrix(options, shape, 5, matrix, matrix_bytes_with_room(options, options.matrix_bytes));
  generate_matrix(options, shape, 5, tiny, 100'000);

  // The time of a run that converts almost nothing.
  Way const on_device{"cuda", 0, false};
  Spread const start = measure_program(
      convert_command(options, shape, tiny, "/dev/null", words_of(on_device)), options.runs);
  nlohmann::json ways = nlohmann::json::array();
  for (Way const& way : make_ways()) {
    fs::path const& file = way.device == "cuda" ? from_device : from_cpu;
    std::string const output = way.writes_file ? file.string() : "/dev/null";
    // Writing a file takes longest and says least about the device, so it has fewer runs.
    int const runs = way.writes_file ? std::min(options.runs, 3) : options.runs;
    Spread const seconds =
        measure_program(convert_command(options, shape, matrix, output, words_of(way)), runs);
    ways.push_back({{"device", way.device},
                    {"threads", way.threads},
                    {"runs", runs},
                    {"output", way.writes_file ? "file" : "/dev/null"},
                    {"seconds", to_json(seconds)}});
  }
  if (!are_same(from_device, from_cpu)) {
    throw std::runtime_error{shape.name + ": the device's table is not the CPU's"};
  }
  auto const in_bytes = static_cast<double>(fs::file_size(matrix));
  auto const out_bytes = static_cast<double>(fs::file_size(from_cpu));
  double const ceiling = std::max(in_bytes / ceilings.to_device_of_both.median,
                                  out_bytes / ceilings.to_host_of_both.median);
  for (auto& way : ways) {
    double const seconds = way["seconds"]["median"];
    way["share_of_ceiling"] = ceiling / seconds;
    bool const is_device = way["device"] == "cuda";
    if (is_device && seconds > start.median) {
      way["share_of_ceiling_after_start"] = ceiling / (seconds - start.median);
    }
  }
  return {{"shape", shape.name},
          {"columns", shape.columns},
          {"in_bytes", fs::file_size(matrix)},
          {"out_bytes", fs::file_size(from_cpu)},
          {"ceiling_seconds", ceiling},
          {"start_seconds", to_json(start)},
          {"ways", ways}};
}

}  // namespace hapmill::bench
