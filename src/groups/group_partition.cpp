#include "groups/group_partition.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace hapmill {

namespace {

/// What groups are made of: ranges that stay together.
struct Unit {
  std::size_t first_range;
  std::uint64_t bytes;
  bool begins_contig;
};

std::vector<Unit> make_units(InputPlan const& plan, bool keeps_contigs) {
  std::vector<Unit> units;
  for (std::size_t k = 0; k < plan.ranges.size(); ++k) {
    auto const& range = plan.ranges[k];
    bool const begins_contig = k == 0 || plan.ranges[k - 1].contig_id != range.contig_id;
    if (begins_contig || (range.begins_segment && !keeps_contigs)) {
      units.push_back({k, 0, begins_contig});
    }
    units.back().bytes += range.end - range.begin;
  }
  return units;
}

/// The groups' bounds as ordinals of units: where each ends.
class Partition {
 public:
  Partition(std::vector<Unit> const& units, std::size_t group_count)
      : units_{units}, group_count_{group_count} {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    for (auto const& unit : units) {
      low = std::max(low, unit.bytes);
      high += unit.bytes;
    }
    while (low < high) {
      std::uint64_t const middle = low + (high - low) / 2;
      set_capacity(middle);
      (groups_from_[0] <= group_count_ ? high : low) =
          groups_from_[0] <= group_count_ ? middle : middle + 1;
    }
    set_capacity(low);
  }

  std::vector<std::size_t> ends() const {
    std::vector<std::size_t> ends;
    for (std::size_t begin = 0; ends.size() < group_count_;) {
      std::size_t const groups_after = group_count_ - ends.size() - 1;
      // A unit at least for each of the groups to come.
      std::size_t const last = std::min(reach_[begin], units_.size() - groups_after);
      std::size_t end = last;
      while (end > begin + 1 && !ends_contig(end)) --end;
      if (!ends_contig(end) || groups_from_[end] > groups_after) end = last;
      ends.push_back(end);
      begin = end;
    }
    return ends;
  }

 private:
  bool ends_contig(std::size_t end) const {
    return end == units_.size() || units_[end].begins_contig;
  }

  void set_capacity(std::uint64_t capacity) {
    std::size_t const count = units_.size();
    reach_.assign(count, 0);
    groups_from_.assign(count + 1, 0);
    std::size_t end = count;
    std::uint64_t bytes = 0;
    for (std::size_t begin = count; begin-- > 0;) {
      bytes += units_[begin].bytes;
      while (bytes > capacity) bytes -= units_[--end].bytes;
      reach_[begin] = end;
      groups_from_[begin] = 1 + groups_from_[end];
    }
  }

  std::vector<Unit> const& units_;
  std::size_t group_count_;
  std::vector<std::size_t> reach_;        ///< [units] end of the largest group that begins there
  std::vector<std::size_t> groups_from_;  ///< [units + 1] groups that all from there on need
};

}  // namespace

std::vector<Group> make_groups(InputPlan const& plan, std::size_t most, bool keeps_contigs) {
  auto const units = make_units(plan, keeps_contigs);
  if (units.empty()) return {Group{}};
  auto const group_count = std::clamp<std::size_t>(most, 1, units.size());
  std::vector<Group> groups;
  std::size_t begin = 0;
  for (std::size_t const end : Partition{units, group_count}.ends()) {
    std::size_t const first = units[begin].first_range;
    std::size_t const last = end < units.size() ? units[end].first_range : plan.ranges.size();
    Group group{first, last - first, 0};
    for (; begin < end; ++begin) group.bytes += units[begin].bytes;
    groups.push_back(group);
  }
  return groups;
}

std::vector<std::string> contigs_of(InputPlan const& plan, Group const& group) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < group.range_count; ++k) {
    auto const contig = plan.ranges[group.first_range + k].contig_id;
    if (k == 0 || contig != plan.ranges[group.first_range + k - 1].contig_id) {
      names.push_back(plan.names.name(contig));
    }
  }
  return names;
}

InputPlan select_group(InputPlan&& plan, Group const& group) {
  auto const begin = plan.ranges.begin() + static_cast<std::ptrdiff_t>(group.first_range);
  plan.ranges =
      std::vector<PlannedRange>(begin, begin + static_cast<std::ptrdiff_t>(group.range_count));
  return std::move(plan);
}

}  // namespace hapmill
