#include "cpu/column_gather.hpp"

#include <algorithm>
#include <map>

namespace hapmill::cpu {

namespace {

// In instructions: a step costs about four, copying an allele about three.
constexpr std::size_t step_cost = 4;
constexpr std::size_t allele_cost = 3;

}  // namespace

ColumnGather::ColumnGather(std::vector<Sample> const& samples, std::uint32_t out_bytes,
                           std::uint32_t source_bytes) {
  for (auto const& sample : samples) {
    columns_.push_back(sample.columns.first);
    if (sample.columns.second != SampleColumns::none) columns_.push_back(sample.columns.second);
  }
  for (std::size_t k = 0; k < columns_.size(); ++k) is_identity_ = is_identity_ && columns_[k] == k;
  if (out_bytes != 0 && !is_identity_) cut_into_steps(out_bytes, source_bytes);
}

void ColumnGather::cut_into_steps(std::uint32_t out_bytes, std::uint32_t source_bytes) {
  for (std::size_t out = 0; out < columns_.size(); out += out_bytes) {
    std::size_t const out_end = std::min(columns_.size(), out + out_bytes);
    std::map<std::uint32_t, std::vector<std::uint8_t>> shuffles;  // by source block
    for (std::size_t k = out; k < out_end; ++k) {
      auto& shuffle = shuffles[columns_[k] / source_bytes];
      shuffle.resize(out_bytes, 0x80);
      shuffle[k - out] = static_cast<std::uint8_t>(columns_[k] % source_bytes);
    }
    auto steps_left = static_cast<std::uint32_t>(shuffles.size());
    for (auto const& [source, shuffle] : shuffles) {
      steps_.push_back({source * source_bytes, static_cast<std::uint32_t>(out), --steps_left});
      shuffle_.insert(shuffle_.end(), shuffle.begin(), shuffle.end());
    }
  }
  is_scattered_ = steps_.size() * step_cost > columns_.size() * allele_cost + step_cost;
}

}  // namespace hapmill::cpu
