// Compares the whole CUDA backend, whose real kernels run on the host, with the CPU's row
// converter.
#include "batch_comparison.hpp"
#include "matrix_case.hpp"

#include "cpu/row_converter.hpp"
#include "hapmill/backend/cuda_backend.hpp"
#include "hapmill/backend/cuda_devices.hpp"
#include "host_cuda/runtime.hpp"
#include "support/conversion_properties.hpp"
#include "support/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

constexpr std::uint64_t case_count = 600 / sanitizer_divisor;

class CudaBackendTest : public testing::Test {
 protected:
  void TearDown() override {
    host_cuda::grid_settings() = {};
    for (int call = 0; call < host_cuda::call_count; ++call) {
      host_cuda::fail_call(static_cast<host_cuda::Call>(call), 0, cudaSuccess);
    }
    EXPECT_EQ(host_cuda::live_objects(), 0U);
    host_cuda::set_device_memory(std::size_t{1} << 30);
  }
  TemporaryFolder folder_;
};

class RandomCudaTest : public CudaBackendTest, public testing::WithParamInterface<RecordKind> {};

INSTANTIATE_TEST_SUITE_P(Records, RandomCudaTest, testing::ValuesIn(record_kinds),
                         [](auto const& kind) { return name_of(kind.param); });

TEST_P(RandomCudaTest, MakesTheBatchesOfTheCpu) {
  SeenBatches seen;
  std::atomic<int> cpu_chunks = 0;
  std::uint64_t cases = 0;
  // The kernels use no shared memory, so blocks can run in any order.
  host_cuda::grid_settings().blocks_are_ordered = false;
  for (std::uint64_t seed = 1; seed <= case_count; ++seed) {
    auto const matrix = make_matrix_case(seed, folder_, GetParam());
    if (!matrix) continue;
    ++cases;
    host_cuda::grid_settings().seed = seed % 4;
    Random random{seed};
    std::size_t const chunk_bytes =
        random.pick(std::vector<std::size_t>{200, 1000, 1000, 4000, 1U << 20});
    cu::CudaOptions const options = make_options(*matrix, random, cpu_chunks);
    FileSource source = matrix->source(chunk_bytes);
    auto const backend = cu::make_cuda_backend(matrix->plan, source, options);
    expect_same_batches(*matrix, source, *backend, "seed " + std::to_string(seed), seen);
    if (HasFatalFailure()) return;
  }
  // Kernels have to convert most of the chunks.
  EXPECT_GT(cases, case_count / 2);
  EXPECT_LT(cpu_chunks, seen.chunk_count / 2) << seen.chunk_count;
  EXPECT_GT(cpu_chunks, 0);
  if (GetParam() == RecordKind::table || sanitizer_divisor != 1) return;
  for (auto const kind :
       {RowFaultKind::contig_name, RowFaultKind::contig_unknown, RowFaultKind::contig_length,
        RowFaultKind::ref_allele, RowFaultKind::alt_allele, RowFaultKind::half_call}) {
    EXPECT_TRUE(seen.faults.contains(kind)) << "fault " << static_cast<int>(kind);
  }
}

constexpr std::size_t plain_chunk_bytes = 1000;

/// Returns the first case that has several chunks.
std::unique_ptr<MatrixCase> make_plain_case(TemporaryFolder const& folder) {
  for (std::uint64_t seed = 1;; ++seed) {
    auto matrix = make_matrix_case(seed, folder);
    if (!matrix || !matrix->plan.count_columns) continue;
    if (matrix->input->size() > 3000 && matrix->input->size() < 6000) return matrix;
  }
}

/// Converts the plain case. Returns false if the device failed with an error message.
bool run_plain_case(MatrixCase const& matrix, SeenBatches& seen) {
  Random random{1};
  std::atomic<int> cpu_chunks = 0;
  cu::CudaOptions options = make_options(matrix, random, cpu_chunks);
  options.slot_count = 2;
  options.text_bytes = 5'000;
  options.output_bytes = 4'000;
  FileSource source = matrix.source(plain_chunk_bytes);
  try {
    auto const backend = cu::make_cuda_backend(matrix.plan, source, options);
    expect_same_batches(matrix, source, *backend, "plain case", seen);
    return true;
  } catch (cu::DeviceError const& error) {
    EXPECT_EQ(error.status(), ExitStatus::device);
    EXPECT_NE(std::string{error.what()}.find("CUDA: cudaError"), std::string::npos) << error.what();
    return false;
  }
}

class FailingCudaTest : public CudaBackendTest,
                        public testing::WithParamInterface<host_cuda::After> {};

INSTANTIATE_TEST_SUITE_P(Device, FailingCudaTest,
                         testing::Values(host_cuda::After::goes_on, host_cuda::After::lost),
                         [](auto const& after) {
                           bool const is_lost = after.param == host_cuda::After::lost;
                           return std::string{is_lost ? "IsLost" : "GoesOn"};
                         });

TEST_P(FailingCudaTest, ReportsEveryCallThatFailsAndLeaksNothing) {
  auto const matrix = make_plain_case(folder_);
  ASSERT_TRUE(matrix);
  std::vector<std::uint64_t> made(host_cuda::call_count);
  for (int k = 0; k < host_cuda::call_count; ++k) {
    made[static_cast<std::size_t>(k)] = host_cuda::calls_made(static_cast<host_cuda::Call>(k));
  }
  SeenBatches seen;
  ASSERT_TRUE(run_plain_case(*matrix, seen));
  for (int k = 0; k < host_cuda::call_count; ++k) {
    made[static_cast<std::size_t>(k)] =
        host_cuda::calls_made(static_cast<host_cuda::Call>(k)) - made[static_cast<std::size_t>(k)];
  }
  ASSERT_GT(seen.chunk_count, 2);
  std::uint64_t const live = host_cuda::live_objects();
  for (int k = 0; k < host_cuda::call_count; ++k) {
    auto const call = static_cast<host_cuda::Call>(k);
    ASSERT_GT(made[static_cast<std::size_t>(k)], 0U);
    auto const error =
        call == host_cuda::Call::allocate ? cudaErrorMemoryAllocation : cudaErrorLaunchFailure;
    // A sanitizer build tests some of them only.
    std::uint64_t const step = sanitizer_divisor == 1 ? 1 : 5;
    std::uint64_t tried = 0;
    int failures = 0;
    for (std::uint64_t n = 1; n <= made[static_cast<std::size_t>(k)]; n += step, ++tried) {
      host_cuda::fail_call(call, n, error, GetParam());
      failures += run_plain_case(*matrix, seen) ? 0 : 1;
      host_cuda::fail_call(call, 0, cudaSuccess);
      ASSERT_EQ(host_cuda::live_objects(), live) << "call kind " << k << ", number " << n;
    }
    // A wait that fails while memory is released has no effect.
    EXPECT_GE(failures, static_cast<int>(tried) - 3) << "call kind " << k;
  }
}

TEST_F(CudaBackendTest, CountsNoDeviceWithoutADriver) {
  host_cuda::set_device_count(2);
  EXPECT_EQ(cu::count_devices().count, 2);
  host_cuda::set_device_count(2, cudaErrorInsufficientDriver);
  EXPECT_EQ(cu::count_devices().count, 0);
  host_cuda::set_device_count(1);
}

TEST_F(CudaBackendTest, RefusesADeviceThatIsAbsentOrTooSmall) {
  auto const matrix = make_plain_case(folder_);
  ASSERT_TRUE(matrix);
  Random random{1};
  std::atomic<int> cpu_chunks = 0;
  FileSource source = matrix->source(plain_chunk_bytes);
  cu::CudaOptions options = make_options(*matrix, random, cpu_chunks);
  options.device = 7;
  EXPECT_THROW(cu::make_cuda_backend(matrix->plan, source, options), cu::DeviceError);
  options.device = 0;
  host_cuda::set_device_memory(1000);
  options.device_memory = 0;
  EXPECT_THROW(cu::make_cuda_backend(matrix->plan, source, options), cu::DeviceError);
}

/// Returns the least --device-memory that the message of a UsageError names, in bytes.
std::size_t least_memory(MatrixCase const& matrix, MatrixSource const& source,
                         cu::CudaOptions options) {
  options.device_memory = 1000;
  try {
    cu::make_cuda_backend(matrix.plan, source, options);
  } catch (UsageError const& error) {
    std::string const words = error.what();
    EXPECT_NE(words.find("--device-memory"), std::string::npos) << words;
    return 1024 * std::stoull(words.substr(words.find("at least ") + 9));
  }
  ADD_FAILURE() << "no error";
  return 0;
}

TEST_F(CudaBackendTest, UsesNoMoreDeviceMemoryThanAllowed) {
  auto const matrix = make_plain_case(folder_);
  ASSERT_TRUE(matrix);
  Random random{1};
  std::atomic<int> cpu_chunks = 0;
  for (std::size_t const text_bytes : {600U, 5'000U, 1U << 20}) {
    cu::CudaOptions options = make_options(*matrix, random, cpu_chunks);
    options.text_bytes = text_bytes;
    options.output_bytes = 0;
    FileSource source = matrix->source(plain_chunk_bytes);
    std::size_t const least = least_memory(*matrix, source, options);
    ASSERT_GT(least, 1024U);
    for (std::size_t const more : {0U, 1U, 100'000U, 4U << 20}) {
      options.device_memory = least + more;
      host_cuda::take_peak_device_bytes();
      FileSource fresh = matrix->source(plain_chunk_bytes);
      auto const backend = cu::make_cuda_backend(matrix->plan, fresh, options);
      SeenBatches seen;
      expect_same_batches(*matrix, fresh, *backend, "memory", seen);
      EXPECT_LE(host_cuda::take_peak_device_bytes(), options.device_memory) << text_bytes;
      EXPECT_LT(backend->chunk_bytes(), text_bytes);
    }
    options.device_memory = least - 1024;
    EXPECT_THROW(cu::make_cuda_backend(matrix->plan, source, options), UsageError);
  }
}

TEST_F(CudaBackendTest, AllocatesNothingAfterTheStart) {
  auto const matrix = make_plain_case(folder_);
  ASSERT_TRUE(matrix);
  Random random{1};
  std::atomic<int> cpu_chunks = 0;
  FileSource source = matrix->source(plain_chunk_bytes);
  auto const backend =
      cu::make_cuda_backend(matrix->plan, source, make_options(*matrix, random, cpu_chunks));
  std::uint64_t const before = host_cuda::calls_made(host_cuda::Call::allocate);
  SeenBatches seen;
  expect_same_batches(*matrix, source, *backend, "plain case", seen);
  EXPECT_GT(seen.chunk_count, 2);
  EXPECT_EQ(host_cuda::calls_made(host_cuda::Call::allocate), before);
}

}  // namespace
}  // namespace hapmill::test
