#pragma once

// This file replaces CUDA's own header when kernels are compiled for the host, so that g++ compiles
// them unchanged.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../grid.hpp"
#include "../runtime.hpp"

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __shared__ static

namespace host_cuda {

template <class T>
T shuffle(unsigned mask, T value, unsigned from, Place place) {
  static_assert(sizeof(T) <= sizeof(std::uint64_t));
  std::uint64_t bits = 0;
  std::uint64_t values[warp_lanes];
  std::memcpy(&bits, &value, sizeof(value));
  warp_exchange(mask, bits, false, values, place);
  if ((mask >> from & 1U) == 0) throw KernelError{"a shuffle reads a lane outside its mask"};
  std::memcpy(&value, &values[from], sizeof(value));
  return value;
}

}  // namespace host_cuda

#define HOST_CUDA_PLACE char const *file = __builtin_FILE(), int line = __builtin_LINE()

inline void __syncthreads(HOST_CUDA_PLACE) { host_cuda::block_barrier(0, {file, line}); }
inline int __syncthreads_count(int predicate, HOST_CUDA_PLACE) {
  return host_cuda::block_barrier(predicate != 0 ? 1 : 0, {file, line});
}
inline int __syncthreads_or(int predicate, HOST_CUDA_PLACE) {
  return host_cuda::block_barrier(predicate != 0 ? 1 : 0, {file, line}) != 0 ? 1 : 0;
}
inline void __syncwarp(unsigned mask = ~0U, HOST_CUDA_PLACE) {
  std::uint64_t values[host_cuda::warp_lanes];
  host_cuda::warp_exchange(mask, 0, true, values, {file, line});
}
inline unsigned __ballot_sync(unsigned mask, int predicate, HOST_CUDA_PLACE) {
  std::uint64_t values[host_cuda::warp_lanes];
  host_cuda::warp_exchange(mask, predicate != 0 ? 1 : 0, false, values, {file, line});
  unsigned votes = 0;
  for (unsigned lane = 0; lane < host_cuda::warp_lanes; ++lane) {
    if ((mask >> lane & 1U) != 0) votes |= static_cast<unsigned>(values[lane]) << lane;
  }
  return votes;
}
inline int __any_sync(unsigned mask, int predicate, HOST_CUDA_PLACE) {
  return __ballot_sync(mask, predicate, file, line) != 0 ? 1 : 0;
}
inline int __all_sync(unsigned mask, int predicate, HOST_CUDA_PLACE) {
  return __ballot_sync(mask, predicate, file, line) == mask ? 1 : 0;
}
template <class T>
T __shfl_sync(unsigned mask, T value, int from, int width = 32, HOST_CUDA_PLACE) {
  auto const group = host_cuda::lane_in_warp() & ~static_cast<unsigned>(width - 1);
  auto const lane = group + (static_cast<unsigned>(from) & static_cast<unsigned>(width - 1));
  return host_cuda::shuffle(mask, value, lane, {file, line});
}
template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32, HOST_CUDA_PLACE) {
  unsigned const lane = host_cuda::lane_in_warp();
  bool const stays = (lane & static_cast<unsigned>(width - 1)) < delta;
  return host_cuda::shuffle(mask, value, stays ? lane : lane - delta, {file, line});
}
template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32, HOST_CUDA_PLACE) {
  unsigned const lane = host_cuda::lane_in_warp();
  bool const stays =
      (lane & static_cast<unsigned>(width - 1)) + delta >= static_cast<unsigned>(width);
  return host_cuda::shuffle(mask, value, stays ? lane : lane + delta, {file, line});
}
template <class T>
T __shfl_xor_sync(unsigned mask, T value, int bits, int width = 32, HOST_CUDA_PLACE) {
  unsigned const lane = host_cuda::lane_in_warp();
  unsigned const other = lane ^ static_cast<unsigned>(bits);
  bool const stays = (other ^ lane) >= static_cast<unsigned>(width);
  return host_cuda::shuffle(mask, value, stays ? lane : other, {file, line});
}
#undef HOST_CUDA_PLACE

/// Returns the low word of `high`:`low` shifted right.
inline unsigned __funnelshift_r(unsigned low, unsigned high, unsigned shift) {
  std::uint64_t const both = std::uint64_t{high} << 32 | low;
  return static_cast<unsigned>(both >> (shift & 31U));
}
/// Returns four of the eight bytes of `low` and `high`, chosen by 4 bits each; the highest bit is
/// ignored.
inline unsigned __byte_perm(unsigned low, unsigned high, unsigned selectors) {
  std::uint64_t const both = std::uint64_t{high} << 32 | low;
  unsigned chosen = 0;
  for (unsigned i = 0; i < 4; ++i) {
    auto const byte = static_cast<unsigned>(both >> 8 * (selectors >> 4 * i & 7U) & 0xFFU);
    chosen |= byte << 8 * i;
  }
  return chosen;
}
inline int __popc(unsigned value) { return __builtin_popcount(value); }
inline int __ffs(int value) { return __builtin_ffs(value); }
inline int __clz(int value) {
  return value == 0 ? 32 : __builtin_clz(static_cast<unsigned>(value));
}

template <class T>
T atomicAdd(T* place, T value) {
  return std::atomic_ref<T>{*place}.fetch_add(value, std::memory_order_relaxed);
}
template <class T>
T atomicOr(T* place, T value) {
  return std::atomic_ref<T>{*place}.fetch_or(value, std::memory_order_relaxed);
}
template <class T>
T atomicCAS(T* place, T expected, T value) {
  std::atomic_ref<T>{*place}.compare_exchange_strong(expected, value, std::memory_order_relaxed);
  return expected;
}
template <class T>
T atomicMin(T* place, T value) {
  std::atomic_ref<T> const target{*place};
  T old = target.load(std::memory_order_relaxed);
  while (value < old && !target.compare_exchange_weak(old, value, std::memory_order_relaxed)) {
  }
  return old;
}

struct alignas(8) uint2 {
  unsigned x, y;
};
inline uint2 make_uint2(unsigned x, unsigned y) { return {x, y}; }
struct alignas(16) uint4 {
  unsigned x, y, z, w;
};
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }
