// Tests of the layer that runs kernels on the host: it runs them correctly and detects faults in
// kernels.
#include <cuda_runtime.h>

#include <gtest/gtest.h>

#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace {

struct Stream {
  Stream() { cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking); }
  ~Stream() { cudaStreamDestroy(stream); }
  cudaStream_t stream = nullptr;
};

template <class... Parameters, class... Arguments>
void launch(void (*kernel)(Parameters...), unsigned blocks, unsigned threads, std::size_t shared,
            Arguments... arguments) {
  Stream const stream;
  cudaLaunchConfig_t const config{blocks, threads, shared, stream.stream};
  ASSERT_EQ(cudaLaunchKernelEx(&config, kernel, arguments...), cudaSuccess);
  ASSERT_EQ(cudaStreamSynchronize(stream.stream), cudaSuccess);
}

template <class... Parameters, class... Arguments>
std::string error_of(void (*kernel)(Parameters...), unsigned threads, Arguments... arguments) {
  try {
    launch(kernel, 1, threads, 0, arguments...);
  } catch (host_cuda::KernelError const& error) {
    return error.what();
  }
  return "no error";
}

#define EXPECT_HOLDS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

__global__ void block_sum_kernel(int const* values, int* sums) {
  __shared__ int partial[256];
  unsigned const i = threadIdx.x;
  partial[i] = values[blockIdx.x * blockDim.x + i];
  __syncthreads();
  for (unsigned step = blockDim.x / 2; step > 0; step /= 2) {
    if (i < step) partial[i] += partial[i + step];
    __syncthreads();
  }
  if (i == 0) sums[blockIdx.x] = partial[0];
}

TEST(HostCuda, RunsBlocksWithSharedMemoryAndBarriers) {
  std::vector<int> values(1024);
  std::iota(values.begin(), values.end(), 0);
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    host_cuda::grid_settings().seed = seed;
    std::vector<int> sums(4);
    launch(block_sum_kernel, 4, 256, 0, values.data(), sums.data());
    for (int b = 0; b < 4; ++b) EXPECT_EQ(sums[b], 256 * (256 * b) + 255 * 128);
  }
  host_cuda::grid_settings().seed = 0;
}

__global__ void dynamic_shared_kernel(int* out) {
  auto* const shared = static_cast<int*>(host_cuda::dynamic_shared_memory());
  shared[threadIdx.x] = static_cast<int>(threadIdx.x);
  __syncthreads();
  out[threadIdx.x] = shared[blockDim.x - 1 - threadIdx.x];
}

TEST(HostCuda, ProvidesDynamicSharedMemory) {
  std::vector<int> out(64);
  launch(dynamic_shared_kernel, 1, 64, 64 * sizeof(int), out.data());
  for (int i = 0; i < 64; ++i) EXPECT_EQ(out[static_cast<std::size_t>(i)], 63 - i);
}

__global__ void warp_kernel(unsigned* ballots, int* up, int* xored, int* any, unsigned mask_bits) {
  unsigned const lane = threadIdx.x % 32;
  if ((mask_bits >> lane & 1U) == 0) return;
  ballots[threadIdx.x] = __ballot_sync(mask_bits, lane % 3 == 0);
  any[threadIdx.x] = __any_sync(mask_bits, lane == 2) + 2 * __all_sync(mask_bits, lane < 32);
  up[threadIdx.x] = __shfl_up_sync(mask_bits, static_cast<int>(lane), 1, 8);
  xored[threadIdx.x] = __shfl_xor_sync(mask_bits, static_cast<int>(lane), 1);
}

TEST(HostCuda, GivesWarpFunctionsTheLanesOfTheirMask) {
  std::vector<unsigned> ballots(64);
  std::vector<int> up(64);
  std::vector<int> xored(64);
  std::vector<int> any(64);
  launch(warp_kernel, 1, 64, 0, ballots.data(), up.data(), xored.data(), any.data(), 0xFFU);
  for (unsigned i : {0U, 1U, 7U, 32U, 39U}) {
    unsigned const lane = i % 32;
    EXPECT_EQ(ballots[i], 0b01001001U);
    EXPECT_EQ(up[i], static_cast<int>(lane == 0 ? 0 : lane - 1));
    EXPECT_EQ(xored[i], static_cast<int>(lane ^ 1U));
    EXPECT_EQ(any[i], 3);
  }
}

__global__ void atomic_kernel(unsigned* sum, unsigned* bits, unsigned* least) {
  unsigned const i = blockIdx.x * blockDim.x + threadIdx.x;
  atomicAdd(sum, i);
  atomicOr(bits, 1U << i % 32);
  atomicMin(least, 1000 - i);
}

TEST(HostCuda, RunsAtomics) {
  unsigned sum = 0;
  unsigned bits = 0;
  unsigned least = ~0U;
  launch(atomic_kernel, 3, 100, 0, &sum, &bits, &least);
  EXPECT_EQ(sum, 299U * 150U);
  EXPECT_EQ(bits, ~0U);
  EXPECT_EQ(least, 701U);
}

__global__ void divergent_barrier_kernel() {
  if (threadIdx.x < 7) {
    __syncthreads();
  } else {
    __syncthreads();
  }
}
__global__ void exited_lane_kernel() {
  if (threadIdx.x == 5) return;
  __ballot_sync(~0U, 1);
}
__global__ void deadlock_kernel() {
  if (threadIdx.x % 32 < 16) {
    __syncthreads();
  } else {
    __syncwarp();
  }
}
__global__ void foreign_mask_kernel() { __syncwarp(0xFFFFU); }
__global__ void divergent_vote_kernel() {
  if (threadIdx.x < 7) {
    __ballot_sync(~0U, 1);
  } else {
    __ballot_sync(~0U, 1);
  }
}

TEST(HostCuda, DetectsFaultsOfKernels) {
  EXPECT_HOLDS(error_of(divergent_barrier_kernel, 32), "divergent block barrier: ");
  EXPECT_HOLDS(error_of(exited_lane_kernel, 32), "exited or absent lane at ");
  EXPECT_HOLDS(error_of(exited_lane_kernel, 16), "exited or absent lane at ");
  EXPECT_HOLDS(error_of(deadlock_kernel, 32),
               "deadlock: 16 threads at a block barrier, 16 at a warp's, 0 exited");
  EXPECT_HOLDS(error_of(foreign_mask_kernel, 32), "not in its own mask at ");
  EXPECT_HOLDS(error_of(divergent_vote_kernel, 32), "divergent warp function: ");
  EXPECT_HOLDS(error_of(foreign_mask_kernel, 2000), "invalid launch configuration");
}

[[maybe_unused]] __global__ void overrun_kernel(int* out) { out[threadIdx.x + 1] = 1; }
/// A thread reads what its neighbour wrote, without a barrier that orders memory.
[[maybe_unused]] __global__ void race_kernel(int* out, int* sums) {
  out[threadIdx.x] = 1;
  __ballot_sync(~0U, 1);
  sums[threadIdx.x] = out[threadIdx.x ^ 1U];
}
/// Two blocks write to the same place.
[[maybe_unused]] __global__ void block_race_kernel(int* out) {
  out[(threadIdx.x + blockIdx.x) % 32] = 1;
}

// A sanitizer ends the program, so the test runs in a fork. ThreadSanitizer does not support forks
// while threads run; here none run.
#if defined(__SANITIZE_ADDRESS__)
TEST(HostCudaDeathTest, DetectsOverrunsOfDeviceMemory) {
  EXPECT_DEATH(
      {
        void* memory = nullptr;
        cudaMalloc(&memory, 32 * sizeof(int));
        launch(overrun_kernel, 1, 32, 0, static_cast<int*>(memory));
      },
      "heap-buffer-overflow");
}
#elif defined(__SANITIZE_THREAD__)
TEST(HostCudaDeathTest, DetectsRacesInsideAWarpAndBetweenBlocks) {
  std::vector<int> out(32);
  std::vector<int> sums(32);
  // With halt_on_error the report itself ends the program.
  EXPECT_DEATH(launch(race_kernel, 1, 32, 0, out.data(), sums.data()), "data race");
  EXPECT_DEATH(
      {
        host_cuda::grid_settings().blocks_are_ordered = false;
        launch(block_race_kernel, 2, 32, 0, out.data());
      },
      "data race");
}
#endif

__global__ void fill_kernel(int* out, int value) { out[threadIdx.x] = value; }

TEST(HostCuda, DoesNothingBeforeAWait) {
  Stream const stream;
  std::vector<int> device(4);
  std::vector<int> host(4);
  cudaLaunchConfig_t const config{1, 4, 0, stream.stream};
  cudaLaunchKernelEx(&config, fill_kernel, device.data(), 7);
  cudaMemcpyAsync(host.data(), device.data(), 4 * sizeof(int), cudaMemcpyDeviceToHost,
                  stream.stream);
  EXPECT_EQ(host[0], 0);
  cudaStreamSynchronize(stream.stream);
  EXPECT_EQ(host[3], 7);
}

TEST(HostCuda, OrdersStreamsByEvents) {
  std::vector<int> a(4);
  std::vector<int> b(4);
  Stream const first;
  Stream const second;
  cudaEvent_t event = nullptr;
  cudaEventCreateWithFlags(&event, cudaEventDisableTiming);
  cudaLaunchConfig_t const config{1, 4, 0, first.stream};
  cudaLaunchKernelEx(&config, fill_kernel, a.data(), 5);
  cudaEventRecord(event, first.stream);
  cudaLaunchKernelEx(&config, fill_kernel, a.data(), 9);
  cudaStreamWaitEvent(second.stream, event);
  cudaMemcpyAsync(b.data(), a.data(), 4 * sizeof(int), cudaMemcpyDefault, second.stream);
  cudaStreamSynchronize(second.stream);
  EXPECT_EQ(b[0], 5);
  EXPECT_EQ(a[0], 5);
  cudaEventSynchronize(event);
  cudaEventDestroy(event);
}

TEST(HostCuda, FailsTheChosenCallAndNoOther) {
  auto const live = host_cuda::live_objects();
  host_cuda::fail_call(host_cuda::Call::allocate, 2, cudaErrorMemoryAllocation);
  void* memory[3] = {};
  EXPECT_EQ(cudaMalloc(&memory[0], 8), cudaSuccess);
  EXPECT_EQ(cudaHostAlloc(&memory[1], 8, 0), cudaErrorMemoryAllocation);
  EXPECT_EQ(cudaMalloc(&memory[2], 8), cudaSuccess);
  EXPECT_EQ(host_cuda::live_objects(), live + 2);
  for (void* const block : memory) cudaFree(block);
  EXPECT_EQ(host_cuda::live_objects(), live);
  EXPECT_EQ(cudaGetLastError(), cudaErrorMemoryAllocation);
  EXPECT_EQ(cudaGetLastError(), cudaSuccess);
}

}  // namespace
