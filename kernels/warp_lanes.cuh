#pragma once

#include <cuda_runtime.h>

#include <cstdint>

namespace hapmill::cu {

inline constexpr unsigned warp_size = 32;

/// The lanes that work on one row together on a device: a tile of `width` neighbouring lanes of a
/// warp. It has the same members as SingleLane of the model. Thread blocks are one-dimensional and
/// consist of whole warps.
///
/// Only sync() orders memory accesses; votes and shuffles do not.
template <unsigned width>
class WarpTile {
  static_assert(width > 1 && width <= warp_size && (width & (width - 1)) == 0);

 public:
  __device__ static constexpr std::uint32_t size() { return width; }
  __device__ static std::uint32_t rank() { return threadIdx.x % width; }
  __device__ static std::uint32_t ballot(bool value) {
    return __ballot_sync(mask(), value ? 1 : 0) >> shift() & lanes_mask;
  }
  template <class T>
  __device__ static T broadcast(T value, std::uint32_t lane) {
    return __shfl_sync(mask(), value, static_cast<int>(lane), static_cast<int>(width));
  }
  template <class T>
  __device__ static T exclusive_sum(T value, T& total) {
    T sum = value;
    for (unsigned step = 1; step < width; step *= 2) {
      T const below = __shfl_up_sync(mask(), sum, step, static_cast<int>(width));
      if (rank() >= step) sum += below;
    }
    total = broadcast(sum, width - 1);
    return sum - value;
  }
  __device__ static void add(std::uint32_t& number) { atomicAdd(&number, 1U); }
  __device__ static void sync() { __syncwarp(mask()); }

 private:
  static constexpr std::uint32_t lanes_mask = 0xFFFFFFFFU >> (warp_size - width);

  __device__ static std::uint32_t shift() { return threadIdx.x % warp_size & ~(width - 1); }
  __device__ static std::uint32_t mask() { return lanes_mask << shift(); }
};

}  // namespace hapmill::cu
