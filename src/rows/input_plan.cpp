#include "rows/input_plan.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

namespace hapmill {

namespace {

bool is_number(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](char byte) { return byte >= '0' && byte <= '9'; });
}

bool precedes_as_number(std::string_view a, std::string_view b) {
  auto const digits = [](std::string_view name) {
    name.remove_prefix(std::min(name.find_first_not_of('0'), name.size()));
    return name;
  };
  auto const value_a = digits(a);
  auto const value_b = digits(b);
  if (value_a.size() != value_b.size()) return value_a.size() < value_b.size();
  return value_a != value_b ? value_a < value_b : a < b;
}

/// Appends a run, cut at the windows of the file that segments end with.
void append_run(InputPlan& plan, Stretch const& run,
                std::vector<std::uint64_t> const& window_lines) {
  for (std::uint64_t begin = run.begin; begin < run.end;) {
    std::uint64_t const window = begin / segment_bytes;
    std::uint64_t line = begin == run.begin ? run.first_line : 0;
    if (begin != run.begin && window < window_lines.size()) line = window_lines[window];
    PlannedRange range{run};
    range.begin = begin;
    range.end = std::min(run.end, (window + 1) * segment_bytes);
    range.first_line = line;
    range.begins_segment =
        begins_segment(plan.ranges.empty() ? nullptr : &plan.ranges.back(), range);
    plan.ranges.push_back(range);
    begin = range.end;
  }
}

/// Makes ranges of runs that are in file order.
void enter_runs(InputPlan& plan, std::vector<Stretch>&& runs,
                std::vector<std::uint64_t> const& window_lines) {
  std::vector<std::uint32_t> rank(plan.contig_order.size());
  for (std::uint32_t k = 0; k < rank.size(); ++k) rank[plan.contig_order[k]] = k;
  plan.knows_lines =
      std::all_of(runs.begin(), runs.end(), [](Stretch const& run) { return run.first_line != 0; });
  std::stable_sort(runs.begin(), runs.end(), [&](Stretch const& a, Stretch const& b) {
    return rank[a.contig_id] < rank[b.contig_id];
  });
  plan.is_in_file_order = true;
  for (std::size_t k = 0; k < runs.size(); ++k) {
    if (k > 0 && runs[k].begin < runs[k - 1].begin) plan.is_in_file_order = false;
    append_run(plan, runs[k], window_lines);
  }
}

}  // namespace

bool begins_segment(PlannedRange const* before, PlannedRange const& range) {
  return before == nullptr || before->contig_id != range.contig_id ||
         (before->end - 1) / segment_bytes != range.begin / segment_bytes;
}

std::vector<std::uint32_t> order_contigs(ContigNames const& names, ContigOrder order) {
  std::vector<std::uint32_t> contigs(names.count());
  std::iota(contigs.begin(), contigs.end(), 0U);
  if (order == ContigOrder::first) return contigs;
  bool const as_numbers = std::all_of(contigs.begin(), contigs.end(),
                                      [&](std::uint32_t k) { return is_number(names.name(k)); });
  std::sort(contigs.begin(), contigs.end(), [&](std::uint32_t a, std::uint32_t b) {
    return as_numbers ? precedes_as_number(names.name(a), names.name(b))
                      : names.name(a) < names.name(b);
  });
  return contigs;
}

std::uint64_t InputPlan::size() const {
  std::uint64_t bytes = 0;
  for (auto const& range : ranges) bytes += range.end - range.begin;
  return bytes;
}

InputPlan make_input_plan(ContigRuns&& found, ContigOrder order) {
  InputPlan plan;
  plan.contig_order = order_contigs(found.names, order);
  plan.names = std::move(found.names);
  plan.facts.resize(plan.names.count());
  enter_runs(plan, std::move(found.runs), found.window_lines);
  return plan;
}

void keep_runs(InputPlan& plan, std::vector<Stretch>&& runs,
               std::vector<std::uint64_t> const& window_lines) {
  plan.all_ranges = std::exchange(plan.ranges, {});
  enter_runs(plan, std::move(runs), window_lines);
}

}  // namespace hapmill
