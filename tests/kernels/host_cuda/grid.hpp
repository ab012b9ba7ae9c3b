#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>

struct uint3 {
  unsigned x, y, z;
};

struct dim3 {
  unsigned x = 1, y = 1, z = 1;
  constexpr dim3(unsigned vx = 1, unsigned vy = 1, unsigned vz = 1) : x{vx}, y{vy}, z{vz} {}
};

// The variables that a running CUDA thread reads; set whenever a fiber is entered.
extern thread_local uint3 threadIdx;
extern thread_local uint3 blockIdx;
extern thread_local dim3 blockDim;
extern thread_local dim3 gridDim;
inline constexpr int warpSize = 32;

/// Runs real __global__ functions on the host, for tests. Each CUDA thread is a fiber, and thread
/// blocks run one after another. This cannot find races that need two blocks at the same time,
/// effects of weak memory ordering, or limits of real devices.
namespace host_cuda {

inline constexpr unsigned warp_lanes = 32;

/// A fault of a kernel: a divergent barrier, an exited lane in a mask, or a deadlock.
struct KernelError : std::logic_error {
  using logic_error::logic_error;
};

/// The place in the source from which a barrier or a warp function is called.
struct Place {
  char const* file;
  int line;
};

/// How kernels run. Tests set it while no kernel runs.
struct GridSettings {
  std::uint64_t seed =
      0;  ///< 0 for ascending order of threads and blocks; else the seed of a random order
  /// ThreadSanitizer sees the blocks of a launch as ordered. If false, it reports races between
  /// threads of two blocks that do not use atomics; then kernels must not use shared memory, which
  /// here is the same memory for all blocks.
  bool blocks_are_ordered = true;
};
GridSettings& grid_settings();

/// Runs a grid on the calling OS thread. Throws KernelError, or what the kernel threw.
void run_grid(std::function<void()> const& kernel, dim3 grid, dim3 block,
              std::size_t dynamic_shared_bytes);

// Functions that kernels call.

/// Waits for the whole block and returns the sum of all values.
int block_barrier(int value, Place place);
/// Waits for the lanes of `mask` and sets `values` to theirs, by lane. Memory is ordered only on
/// request, as __syncwarp does and votes and shuffles do not.
void warp_exchange(unsigned mask, std::uint64_t value, bool orders_memory,
                   std::uint64_t (&values)[warp_lanes], Place place);
unsigned lane_in_warp();
/// Returns the dynamic shared memory of the running block.
void* dynamic_shared_memory();

}  // namespace host_cuda
