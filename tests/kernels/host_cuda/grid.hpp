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

// What a running CUDA thread reads; set whenever a fiber is entered.
extern thread_local uint3 threadIdx;
extern thread_local uint3 blockIdx;
extern thread_local dim3 blockDim;
extern thread_local dim3 gridDim;
inline constexpr int warpSize = 32;

/// Runs real __global__ functions on the host: a fiber for each CUDA thread, thread blocks one
/// after another. For tests; not covered are races that need two blocks at the same time, weak
/// memory ordering and limits of real cards.
namespace host_cuda {

inline constexpr unsigned warp_lanes = 32;

/// A mistake of a kernel: a divergent barrier, an exited lane in a mask, a deadlock.
struct KernelError : std::logic_error {
  using logic_error::logic_error;
};

/// Where a barrier or a warp function is called.
struct Place {
  char const* file;
  int line;
};

/// How kernels run, for the tests to set while none does.
struct GridSettings {
  std::uint64_t seed = 0;  ///< 0: threads and blocks ascending; else their order is random
  /// Blocks of a launch are ordered one after another in ThreadSanitizer's eyes. Without, threads
  /// of two blocks race unless they use atomics; only for kernels without shared memory, which
  /// here is the same bytes for all blocks.
  bool blocks_are_ordered = true;
};
GridSettings& grid_settings();

/// Runs a grid to its end on the calling OS thread. Throws KernelError, or what the kernel threw.
void run_grid(std::function<void()> const& kernel, dim3 grid, dim3 block,
              std::size_t dynamic_shared_bytes);

// For a kernel's functions.

/// Waits for the whole block; the sum of all values.
int block_barrier(int value, Place place);
/// Waits for the lanes of `mask`; `values` become theirs, by lane. Memory is ordered only if asked
/// for: votes and shuffles do not, __syncwarp does.
void warp_exchange(unsigned mask, std::uint64_t value, bool orders_memory,
                   std::uint64_t (&values)[warp_lanes], Place place);
unsigned lane_in_warp();
/// The running block's dynamic shared memory.
void* dynamic_shared_memory();

}  // namespace host_cuda
