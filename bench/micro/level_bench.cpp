// Compresses a file to BGZF blocks at each level, on one thread. HAPMILL_BENCH_FILE names a VCF or
// a table, whose first 64 MiB are used. Without it nothing is measured.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bench/block_contents.hpp"
#include "bench/micro/stage_bench.hpp"

namespace hapmill::bench {

namespace {

std::string read_begin(char const* path) {
  std::FILE* const file = std::fopen(path, "rb");
  if (file == nullptr) throw std::runtime_error{std::string{"cannot read "} + path};
  std::string text(64U << 20, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

void compress(benchmark::State& state, std::vector<std::string_view> const& contents, int level) {
  BlockCompressor compressor{level};
  std::vector<char> block(bgzf::most_block);
  std::size_t in_bytes = 0;
  std::size_t out_bytes = 0;
  for (auto _ : state) {
    for (auto const content : contents) {
      in_bytes += content.size();
      out_bytes += compressor.compress(content.data(), content.size(), block.data());
      benchmark::DoNotOptimize(block.data());
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(in_bytes));
  state.counters["out_per_in"] = static_cast<double>(out_bytes) / static_cast<double>(in_bytes);
}

}  // namespace

void add_level_benchmarks() {
  char const* const path = std::getenv("HAPMILL_BENCH_FILE");
  if (path == nullptr) return;
  auto const text = std::make_shared<std::string>(read_begin(path));
  if (text->empty()) throw std::runtime_error{std::string{path} + " is empty"};
  for (int level = 0; level <= 9; ++level) {
    benchmark::RegisterBenchmark(("compress/" + std::to_string(level)).c_str(),
                                 [text, contents = cut_block_contents(*text), level](
                                     benchmark::State& state) { compress(state, contents, level); })
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace hapmill::bench
