#pragma once

#include <cstdint>
#include <vector>

#include "generate/random_stream.hpp"

namespace hapmill {

/// Draws the number of cells before the next hit, if every cell is hit with the same probability.
///
/// It needs one random number per hit instead of one per cell. It uses an alias table of integers,
/// so that every platform draws the same gaps. Rates below about 1e-12 never hit.
class GapSampler {
 public:
  /// `rate` is the probability of a hit, from 0 to 1.
  explicit GapSampler(double rate);

  /// Draws a gap. Any result of `limit` or more means that none of the next `limit` cells is hit.
  std::uint64_t next_gap(RandomStream& random, std::uint64_t limit) const noexcept {
    if (outcomes_.empty()) return limit;
    std::uint64_t gap = 0;
    for (;;) {
      std::uint64_t const bits = random.next();
      std::uint64_t ordinal = bits >> (64 - outcome_bits);
      Outcome const& outcome = outcomes_[ordinal];
      if (static_cast<std::uint32_t>(bits) >= outcome.keep_below) ordinal = outcome.alias;
      gap += ordinal;
      if (ordinal != no_hit || gap >= limit) return gap;
    }
  }

 private:
  struct Outcome {
    std::uint32_t keep_below;
    std::uint32_t alias;
  };

  static constexpr int outcome_bits = 10;
  static constexpr std::uint64_t outcome_count = std::uint64_t{1} << outcome_bits;
  /// The last outcome: none of this many cells is hit.
  static constexpr std::uint64_t no_hit = outcome_count - 1;

  std::vector<Outcome> outcomes_;
};

}  // namespace hapmill
