#include "generate/gap_sampler.hpp"

#include <cstddef>

namespace hapmill {

namespace {

/// Weights are fixed-point numbers with this many bits after the point.
constexpr int weight_bits = 48;
constexpr std::uint64_t one = std::uint64_t{1} << weight_bits;

std::uint64_t multiply(std::uint64_t left, std::uint64_t right) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>(static_cast<Wide>(left) * right >> weight_bits);
}

}  // namespace

GapSampler::GapSampler(double rate) {
  // A power of two scales a double without rounding.
  auto const hit = static_cast<std::uint64_t>(rate * static_cast<double>(one));
  // Smaller rates would be rounded to 0 by the 32-bit thresholds of the table.
  constexpr std::uint64_t smallest_hit = std::uint64_t{1} << 8;
  if (hit < smallest_hit) return;

  std::vector<std::uint64_t> weights(outcome_count);
  std::uint64_t survival = one;
  for (std::size_t gap = 0; gap < no_hit; ++gap) {
    weights[gap] = multiply(survival, hit);
    survival -= weights[gap];
  }
  weights[no_hit] = survival;

  // Vose's alias method: every outcome gets the share `one`; a lighter outcome is filled up from
  // one heavier outcome.
  std::vector<std::size_t> light;
  std::vector<std::size_t> heavy;
  for (std::size_t i = 0; i < outcome_count; ++i) {
    weights[i] <<= outcome_bits;
    (weights[i] < one ? light : heavy).push_back(i);
  }
  outcomes_.resize(outcome_count);
  for (std::size_t i = 0; i < outcome_count; ++i) {
    outcomes_[i] = {0, static_cast<std::uint32_t>(i)};
  }
  // The shares sum to exactly outcome_count × one, so there is a heavy outcome for every light one.
  // An outcome that is left at the end has exactly its own share; its alias is itself.
  while (!light.empty()) {
    std::size_t const filled = light.back();
    light.pop_back();
    std::size_t const donor = heavy.back();
    outcomes_[filled] = {static_cast<std::uint32_t>(weights[filled] >> (weight_bits - 32)),
                         static_cast<std::uint32_t>(donor)};
    weights[donor] -= one - weights[filled];
    if (weights[donor] < one) {
      heavy.pop_back();
      light.push_back(donor);
    }
  }
}

}  // namespace hapmill
