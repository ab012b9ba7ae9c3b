// Compares the CUDA backend on a real device with the CPU's row converter. tests/kernels has
// similar tests on the host; these also test what only a device can show. They are skipped without
// a device.
#include "kernels/batch_comparison.hpp"
#include "kernels/matrix_case.hpp"

#include "generate/matrix_generator.hpp"
#include "hapmill/backend/cuda_devices.hpp"
#include "options/planner.hpp"
#include "rows/contig_runs.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

/// Returns HAPMILL_DEVICE_CASES, or the usual number.
std::uint64_t case_count(std::uint64_t usual) {
  char const* const text = std::getenv("HAPMILL_DEVICE_CASES");
  return text == nullptr ? usual : std::stoull(text);
}

class DeviceBackend : public testing::Test {
 protected:
  void SetUp() override {
    cu::DeviceCount const devices = cu::count_devices();
    if (devices.count == 0) GTEST_SKIP() << devices.problem;
  }
  TemporaryFolder folder_;
};

class DeviceRecords : public DeviceBackend, public testing::WithParamInterface<RecordKind> {};

INSTANTIATE_TEST_SUITE_P(Random, DeviceRecords, testing::ValuesIn(record_kinds),
                         [](auto const& kind) { return name_of(kind.param); });

TEST_P(DeviceRecords, MakesTheBatchesOfTheCpu) {
  SeenBatches seen;
  std::atomic<int> cpu_chunks = 0;
  for (std::uint64_t seed = 1; seed <= case_count(150); ++seed) {
    auto const matrix = make_matrix_case(seed, folder_, GetParam());
    if (!matrix) continue;
    Random random{seed};
    std::size_t const chunk_bytes =
        random.pick(std::vector<std::size_t>{200, 1000, 1000, 4000, 1U << 20});
    cu::CudaOptions const options = make_options(*matrix, random, cpu_chunks);
    FileSource source = matrix->source(chunk_bytes);
    auto const backend = cu::make_cuda_backend(matrix->plan, source, options);
    expect_same_batches(*matrix, source, *backend, "seed " + std::to_string(seed), seen);
    if (HasFatalFailure()) return;
  }
  EXPECT_LT(cpu_chunks, seen.chunk_count / 2) << seen.chunk_count;
}

/// A generated matrix, planned as by `hapmill convert`.
std::unique_ptr<MatrixCase> make_generated_case(GenerateOptions const& generate,
                                                ConvertOptions const& convert,
                                                TemporaryFolder const& folder) {
  std::string text;
  generate_matrix(generate, [&](std::string_view piece) { text += piece; });
  std::string const path = folder.file("matrix.txt");
  write_text(path, text);
  ConvertPlan plan = make_plan(convert);
  auto made = std::make_unique<MatrixCase>();
  made->input = std::make_unique<MatrixInput>(path);
  made->header = read_matrix_header(*made->input, {{}, {}, '\t'});
  add_samples(plan, made->header.column_names);
  made->input_plan =
      make_input_plan(scan_contig_runs(*made->input, made->header, '\t'), plan.contig_order);
  made->plan = std::move(plan.row);
  return made;
}

struct Shape {
  char const* name;
  std::uint64_t rows;
  std::uint64_t columns;
  double variant_rate;
  char const* pairs;
  char const* style;
  char const* missing;
  char const* output_type = "t";
};

void PrintTo(Shape const& shape, std::ostream* stream) { *stream << shape.name; }

class DeviceShape : public DeviceBackend, public testing::WithParamInterface<Shape> {};

// Chunks of real size run many blocks at the same time; the host runs them one after another.
INSTANTIATE_TEST_SUITE_P(
    Chunks, DeviceShape,
    testing::Values(Shape{"Narrow", 400'000, 31, 0.2, "auto", "panel-v1", "ref"},
                    Shape{"NarrowAllVariant", 200'000, 31, 1.0, "auto", "panel-v1", "ref"},
                    Shape{"Single", 300'000, 31, 0.5, "none", "panel", "dot"},
                    Shape{"Medium", 30'000, 300, 0.75, "adjacent", "panel-v1", "keep"},
                    Shape{"Wide", 5'000, 3'100, 0.75, "adjacent", "panel-v1", "ref"},
                    Shape{"WidePhase", 2'000, 3'100, 0.75, "adjacent", "phase", "dot"},
                    Shape{"NarrowVcf", 300'000, 31, 0.5, "auto", "", "dot", "v"},
                    Shape{"WideVcf", 2'000, 3'100, 0.75, "adjacent", "", "ref", "v"},
                    Shape{"NarrowBcf", 300'000, 31, 0.5, "none", "", "dot", "u"},
                    Shape{"WideBcf", 2'000, 3'100, 0.75, "adjacent", "", "dot", "u"},
                    Shape{"VeryWide", 40, 400'000, 0.75, "adjacent", "panel-v1", "ref"}),
    [](auto const& shape) { return std::string{shape.param.name}; });

TEST_P(DeviceShape, MakesTheBatchesOfTheCpu) {
  Shape const& shape = GetParam();
  GenerateOptions generate;
  generate.row_count = shape.rows;
  generate.column_count = shape.columns;
  generate.contig_count = 7;
  generate.variant_rate = shape.variant_rate;
  ConvertOptions convert;
  convert.pairs = shape.pairs;
  convert.output_type = shape.output_type;
  if (*shape.style != '\0') convert.table_style = shape.style;
  convert.missing = shape.missing;
  auto const matrix = make_generated_case(generate, convert, folder_);
  Random random{1};
  std::atomic<int> cpu_chunks = 0;
  cu::CudaOptions options = make_options(*matrix, random, cpu_chunks);
  options.slot_count = 3;
  options.text_bytes = 12U << 20;
  options.output_bytes = 0;
  options.device_memory = 0;
  SeenBatches seen;
  for (std::size_t const chunk_bytes : {std::size_t{8} << 20, std::size_t{3'000'001}}) {
    FileSource source = matrix->source(chunk_bytes);
    auto const backend = cu::make_cuda_backend(matrix->plan, source, options);
    expect_same_batches(*matrix, source, *backend, shape.name, seen);
    if (HasFatalFailure()) return;
  }
  EXPECT_EQ(cpu_chunks, 0);
  EXPECT_GT(seen.chunk_count, 4);
}

}  // namespace
}  // namespace hapmill::test
