#pragma once

#include <bit>
#include <cstdint>

namespace hapmill {

/// Mixes the bits of a number (the finalizer of SplitMix64).
constexpr std::uint64_t mix_bits(std::uint64_t bits) noexcept {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  return bits ^ (bits >> 31);
}

/// A random number generator, SplitMix64. It draws the same numbers on every platform, and every
/// seed is a good seed.
///
/// The distributions of <random> are not used, because they differ between standard libraries.
class RandomStream {
 public:
  constexpr explicit RandomStream(std::uint64_t seed) noexcept : state_{seed} {}

  /// Returns 64 random bits.
  constexpr std::uint64_t next() noexcept { return mix_bits(state_ += 0x9e3779b97f4a7c15); }

  /// Returns a number below `bound`, which is at most 2^32.
  constexpr std::uint64_t next_below(std::uint64_t bound) noexcept {
    return ((next() >> 32) * bound) >> 32;
  }

  /// Returns 64 bits, each of which is set with probability `threshold` / 256. `threshold` is from
  /// 1 to 255.
  constexpr std::uint64_t next_mask(unsigned threshold) noexcept {
    // Each step, from the lowest bit of the threshold up, changes the probability p to (bit + p)
    // / 2. Zeros below the lowest set bit would leave p at 0.
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
