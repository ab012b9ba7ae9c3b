#pragma once

#include <bit>
#include <cstdint>

#include "hapmill/support/host_device.hpp"

namespace hapmill {

/// The group of lanes that runs a row function: here a group of one, for the host.
///
/// Row functions are written for any group: all its lanes call together, with the same arguments
/// unless a parameter says otherwise, and get the same result. A device group is a tile of a warp.
struct SingleLane {
  HAPMILL_HD static constexpr std::uint32_t size() { return 1; }
  HAPMILL_HD static constexpr std::uint32_t rank() { return 0; }
  /// Bit k is lane k's `value`.
  HAPMILL_HD static constexpr std::uint32_t ballot(bool value) { return value ? 1U : 0U; }
  /// The value that `lane` holds.
  template <class T>
  HAPMILL_HD static constexpr T broadcast(T value, std::uint32_t /*lane*/) {
    return value;
  }
  /// Sum over the lanes below this one; `total` becomes the sum over all.
  template <class T>
  HAPMILL_HD static constexpr T exclusive_sum(T value, T& total) {
    total = value;
    return T{0};
  }
  /// Adds one to a number that other lanes may add to at once.
  HAPMILL_HD static constexpr void add(std::uint32_t& number) { ++number; }
  /// What the lanes wrote before is visible to all after.
  HAPMILL_HD static constexpr void sync() {}
};

/// Position of the lowest set bit; `bits` is not 0.
HAPMILL_HD inline std::uint32_t lowest_bit(std::uint32_t bits) {
#ifdef __CUDA_ARCH__
  return static_cast<std::uint32_t>(__ffs(static_cast<int>(bits))) - 1;
#else
  return static_cast<std::uint32_t>(std::countr_zero(bits));
#endif
}

HAPMILL_HD inline std::uint32_t bit_count(std::uint32_t bits) {
#ifdef __CUDA_ARCH__
  return static_cast<std::uint32_t>(__popc(bits));
#else
  return static_cast<std::uint32_t>(std::popcount(bits));
#endif
}

}  // namespace hapmill
