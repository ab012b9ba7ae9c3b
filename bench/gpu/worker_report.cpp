#include "bench/gpu/gpu_report.hpp"
#include "bench/gpu/program_times.hpp"
#include "bench/gpu/timed_conversion.hpp"
#include "bench/gpu/work_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace hapmill::bench {

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

/// One way to divide the work.
struct Way {
  std::string device;
  unsigned workers = 0;
  unsigned threads = 0;  ///< in all workers together
  Words options;
};

std::vector<Way> make_ways() {
  std::vector<Way> ways;
  unsigned const all = std::max(std::thread::hardware_concurrency(), 1U);
  for (unsigned workers = 1; workers == 1 || workers <= std::min(all, 16U); workers *= 2) {
    ways.push_back(
        {"cpu", workers, workers, {"--device", "cpu", "--workers", std::to_string(workers)}});
  }
  // The same threads in one process, and the device alone and shared.
  ways.push_back({"cpu", 1, ways.back().workers, {"--device", "cpu"}});
  ways.push_back({"cuda", 1, all, {"--device", "cuda:0"}});
  ways.push_back({"cuda", 2, all, {"--devices", "0,0"}});
  return ways;
}

Words words_of(Way const& way) {
  Words words{"--threads", std::to_string(way.threads)};
  words.insert(words.end(), way.options.begin(), way.options.end());
  return words;
}

}  // namespace

nlohmann::json report_workers(Shape const& shape, BenchOptions const& options) {
  WorkFolder const folder{options.work};
  fs::path const matrix = folder.path() / "matrix.tsv";
  fs::path const expected = folder.path() / "expected.table";
  fs::path const table = folder.path() / "table";
  // Enough contigs that sixteen workers end at about the same time.
  generate_matrix(
      options, shape, 32, matrix,
      // A quarter of the matrix of report_program(): there are many ways, and each writes a file.
      matrix_bytes_with_room(options, options.matrix_bytes / 4));
  output_of(
      convert_command(options, shape, matrix, expected, {"--device", "cpu", "--threads", "1"}));

  int const runs = std::min(options.runs, 3);
  nlohmann::json ways = nlohmann::json::array();
  double alone = 0;
  for (Way const& way : make_ways()) {
    Spread const seconds =
        measure_program(convert_command(options, shape, matrix, table, words_of(way)), runs);
    if (!are_same(table, expected)) {
      throw std::runtime_error{"the table of " + std::to_string(way.workers) + " workers on " +
                               way.device + " is not that of one process"};
    }
    // The first way of each kind is the one process alone.
    if (ways.empty() || ways.back()["device"] != way.device) alone = seconds.median;
    ways.push_back({{"device", way.device},
                    {"workers", way.workers},
                    {"threads", way.threads},
                    {"runs", runs},
                    {"seconds", to_json(seconds)},
                    {"times_as_fast", alone / seconds.median}});
  }
  return {{"shape", shape.name},
          {"in_bytes", fs::file_size(matrix)},
          {"out_bytes", fs::file_size(expected)},
          {"ways", ways}};
}

}  // namespace hapmill::bench
