#pragma once

#include <bit>
#include <cstdint>

#include "hapmill/support/host_device.hpp"

namespace hapmill {

/// The lanes that work on one row together. On the host there is one lane; on a device the lanes
/// are threads of one warp (see WarpTile).
///
/// The row functions of this folder are templates of the lanes. All lanes of a row call such a
/// function at the same time, with the same arguments unless a parameter is documented otherwise,
/// and get the same result.
struct SingleLane {
  /// Number of lanes.
  HAPMILL_HD static constexpr std::uint32_t size() { return 1; }
  /// Number of the calling lane, from 0.
  HAPMILL_HD static constexpr std::uint32_t rank() { return 0; }
  /// Returns a number whose bit k is the `value` of lane k.
  HAPMILL_HD static constexpr std::uint32_t ballot(bool value) { return value ? 1U : 0U; }
  /// Returns the `value` of lane `lane`.
  template <class T>
  HAPMILL_HD static constexpr T broadcast(T value, std::uint32_t /*lane*/) {
    return value;
  }
  /// Returns the sum of `value` over the lanes before this one; sets `total` to the sum over all.
  template <class T>
  HAPMILL_HD static constexpr T exclusive_sum(T value, T& total) {
    total = value;
    return T{0};
  }
  /// Adds one to a number that other lanes may increase at the same time.
  HAPMILL_HD static constexpr void add(std::uint32_t& number) { ++number; }
  /// Waits for all lanes; what any lane wrote before is visible to all lanes after.
  HAPMILL_HD static constexpr void sync() {}
};

/// Returns the position of the lowest set bit. `bits` is not 0.
HAPMILL_HD inline std::uint32_t lowest_bit(std::uint32_t bits) {
#ifdef __CUDA_ARCH__
  return static_cast<std::uint32_t>(__ffs(static_cast<int>(bits))) - 1;
#else
  return static_cast<std::uint32_t>(std::countr_zero(bits));
#endif
}

/// Returns the number of set bits.
HAPMILL_HD inline std::uint32_t bit_count(std::uint32_t bits) {
#ifdef __CUDA_ARCH__
  return static_cast<std::uint32_t>(__popc(bits));
#else
  return static_cast<std::uint32_t>(std::popcount(bits));
#endif
}

}  // namespace hapmill
