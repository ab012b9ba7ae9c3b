#pragma once

#include <bit>
#include <cstdint>

namespace hapmill {

/// Spreads the bits of a number (the finalizer of SplitMix64).
constexpr std::uint64_t mix_bits(std::uint64_t bits) noexcept {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  return bits ^ (bits >> 31);
}

/// SplitMix64: the same numbers on every platform, and any start is a good start.
///
/// The distributions of <random> differ between standard libraries, so none is used.
class RandomStream {
 public:
  constexpr explicit RandomStream(std::uint64_t seed) noexcept : state_{seed} {}

  constexpr std::uint64_t next() noexcept { return mix_bits(state_ += 0x9e3779b97f4a7c15); }

  /// A number below `bound`, which is at most 2^32.
  constexpr std::uint64_t next_below(std::uint64_t bound) noexcept {
    return ((next() >> 32) * bound) >> 32;
  }

  /// 64 bits, each set with probability `threshold` / 256, for a threshold from 1 to 255.
  constexpr std::uint64_t next_mask(unsigned threshold) noexcept {
    // From the lowest bit up, the chance p becomes (bit + p) / 2; zeros below the first one keep 0.
    std::uint64_t mask = 0;
    for (int bit = std::countr_zero(threshold); bit < 8; ++bit) {
      mask = (threshold >> bit & 1) != 0 ? mask | next() : mask & next();
    }
    return mask;
  }

 private:
  std::uint64_t state_;
};

}  // namespace hapmill
