// The CPU backend without input and output: rows in memory to records in memory, by target.
#include <benchmark/benchmark.h>

#include <cstring>
#include <string>

#include "backend/cpu/row_converter.hpp"
#include "cli/planner.hpp"
#include "generate/matrix_generator.hpp"

namespace hapmill {

namespace {

struct Input {
  ConvertPlan plan;
  Chunk chunk;
};

/// One block of rows (about 1 MiB) of a contig called `1`.
Input make_input(std::uint64_t columns, double variant_rate, char const* pairs) {
  GenerateOptions generate;
  generate.column_count = columns;
  generate.row_count = (1U << 20) / (2 * columns + 12);
  generate.contig_count = 1;
  generate.contig_prefix = "";
  generate.variant_rate = variant_rate;
  MatrixGenerator const generator{generate};
  std::string text;
  for (std::uint64_t block = 0; block < generator.block_count(); ++block) {
    generator.append_block(block, text);
  }
  ConvertOptions options;
  options.pairs = pairs;
  Input input{make_plan(options), {}};
  std::vector<std::string> names;
  for (std::uint64_t k = 0; k < columns; ++k) {
    names.push_back("s" + std::to_string(k / 2) + (k % 2 == 0 ? "a" : "b"));
  }
  add_samples(input.plan, names);
  input.chunk.text.append(text.data(), text.size());
  input.chunk.pieces.resize(1);
  input.chunk.pieces[0].contig = "1";
  input.chunk.runs.push_back({0, text.size(), 0});
  return input;
}

void convert(benchmark::State& state, cpu::Stages const* stages, Input const& input) {
  cpu::RowConverter converter{input.plan.row, *stages};
  SiteBatch batch;
  for (auto _ : state) {
    converter.convert(input.chunk, batch);
    benchmark::DoNotOptimize(batch.records.data());
  }
  auto const size = static_cast<std::int64_t>(input.chunk.text.size());
  state.SetBytesProcessed(state.iterations() * size);
  state.counters["out_per_in"] =
      static_cast<double>(batch.records.size()) / static_cast<double>(size);
}

/// The limit: a copy of the same input, in the same process.
void copy(benchmark::State& state, Input const& input) {
  std::vector<char> target(input.chunk.text.size());
  for (auto _ : state) {
    std::memcpy(target.data(), input.chunk.text.data(), target.size());
    benchmark::DoNotOptimize(target.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(target.size()));
}

struct Case {
  char const* name;
  std::uint64_t columns;
  double variant_rate;
  char const* pairs;
};

void register_all(std::vector<Input>& inputs) {
  constexpr Case cases[] = {{"narrow", 31, 0.2, "auto"},
                            {"narrow_all_variant", 31, 1.0, "auto"},
                            {"wide", 1000, 0.75, "adjacent"},
                            {"wide_no_variant", 1000, 0.0, "adjacent"}};
  for (auto const& test : cases) {
    inputs.push_back(make_input(test.columns, test.variant_rate, test.pairs));
  }
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    std::string const name = cases[k].name;
    Input const* const input = &inputs[k];
    benchmark::RegisterBenchmark((name + "/memcpy").c_str(),
                                 [input](benchmark::State& state) { copy(state, *input); });
    for (auto const* stages : cpu::runnable_stages()) {
      benchmark::RegisterBenchmark(
          (name + "/" + stages->name).c_str(),
          [stages, input](benchmark::State& state) { convert(state, stages, *input); });
    }
  }
}

}  // namespace

void run_convert_benchmarks(int argc, char** argv) {
  std::vector<Input> inputs;
  register_all(inputs);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}

}  // namespace hapmill

int main(int argc, char** argv) { hapmill::run_convert_benchmarks(argc, argv); }
