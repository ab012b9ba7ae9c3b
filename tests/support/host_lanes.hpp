#pragma once

#include <array>
#include <atomic>
#include <barrier>
#include <cstdint>
#include <thread>
#include <type_traits>
#include <vector>

namespace hapmill::test {

/// The state that lanes share.
template <std::uint32_t lane_count>
struct LaneGroup {
  std::barrier<> barrier{lane_count};
  std::array<std::uint64_t, lane_count> values{};
};

/// One of several lanes that are threads of the host, with the same members as WarpTile.
///
/// Lanes run at different speeds. A row function that reads what another lane wrote without calling
/// sync() therefore fails, at the latest under ThreadSanitizer.
template <std::uint32_t lane_count>
class HostLane {
 public:
  HostLane(LaneGroup<lane_count>& group, std::uint32_t rank) : group_{&group}, rank_{rank} {}

  static constexpr std::uint32_t size() { return lane_count; }
  std::uint32_t rank() const { return rank_; }

  std::uint32_t ballot(bool value) const {
    auto const values = exchange(value ? 1 : 0);
    std::uint32_t bits = 0;
    for (std::uint32_t k = 0; k < lane_count; ++k) {
      bits |= static_cast<std::uint32_t>(values[k]) << k;
    }
    return bits;
  }

  template <class Value>
  Value broadcast(Value value, std::uint32_t lane) const {
    return static_cast<Value>(exchange(static_cast<std::uint64_t>(value))[lane]);
  }

  template <class Value>
  Value exclusive_sum(Value value, Value& total) const {
    auto const values = exchange(static_cast<std::uint64_t>(value));
    Value before{0};
    total = 0;
    for (std::uint32_t k = 0; k < lane_count; ++k) {
      if (k == rank_) before = total;
      total += static_cast<Value>(values[k]);
    }
    return before;
  }

  static void add(std::uint32_t& number) { std::atomic_ref{number}.fetch_add(1); }

  void sync() const { group_->barrier.arrive_and_wait(); }

 private:
  std::array<std::uint64_t, lane_count> exchange(std::uint64_t value) const {
    group_->values[rank_] = value;
    sync();
    auto const values = group_->values;
    sync();
    return values;
  }

  LaneGroup<lane_count>* group_;
  std::uint32_t rank_;
};

/// Calls `run` once per lane, all at the same time. Returns the result of each.
template <std::uint32_t lane_count, class Run>
auto run_in_lanes(Run const& run) {
  LaneGroup<lane_count> group;
  std::vector<std::invoke_result_t<Run, HostLane<lane_count>>> results(lane_count);
  {
    std::vector<std::jthread> threads;
    for (std::uint32_t rank = 0; rank < lane_count; ++rank) {
      threads.emplace_back([&, rank] { results[rank] = run(HostLane<lane_count>{group, rank}); });
    }
  }
  return results;
}

}  // namespace hapmill::test
