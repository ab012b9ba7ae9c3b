// Measures each stage of the CPU backend in memory, on one thread: `STAGE/TARGET/INPUT` in bytes of
// input per second, and a copy of each input. `bench/run stages` prints them as a table.

#include "bench/micro/stage_bench.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

namespace hapmill::bench {

void add_stage(StageBench stage) {
  std::string const name = stage.stage + "/" + stage.target + "/" + stage.input;
  benchmark::RegisterBenchmark(name.c_str(), [stage = std::move(stage)](benchmark::State& state) {
    for (auto _ : state) stage.run();
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(stage.bytes));
  })->MeasureProcessCPUTime();
}

void add_copy(std::string const& input, std::string_view bytes) {
  auto const source = std::make_shared<std::string>(bytes);
  auto const target = std::make_shared<std::vector<char>>(bytes.size());
  add_stage({"memcpy", "libc", input, bytes.size(), [source, target] {
               std::memcpy(target->data(), source->data(), source->size());
               benchmark::DoNotOptimize(target->data());
               benchmark::ClobberMemory();
             }});
}

}  // namespace hapmill::bench

int main(int argc, char** argv) {
  try {
    hapmill::bench::add_fused_stages();
    hapmill::bench::add_row_function_stages();
    hapmill::bench::add_rewriter_stages();
    hapmill::bench::add_inflate_stages();
    hapmill::bench::add_record_stages();
    hapmill::bench::add_level_benchmarks();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
  } catch (std::exception const& error) {
    std::fprintf(stderr, "hapmill_bench: error: %s\n", error.what());
    return 1;
  }
}
