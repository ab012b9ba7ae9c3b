#include "records/index_runs.hpp"

namespace hapmill {

namespace {

constexpr int smallest_bin_bits = 14;

/// With the same first and last of the smallest bins all larger ones are the same too.
bool touch_same_bins(IndexEntry const& a, IndexEntry const& b) {
  return a.contig_id == b.contig_id &&
         a.begin >> smallest_bin_bits == b.begin >> smallest_bin_bits &&
         (a.end - 1) >> smallest_bin_bits == (b.end - 1) >> smallest_bin_bits;
}

}  // namespace

void IndexRuns::add(IndexEntry const& entry, std::uint64_t end_offset) {
  if (runs.empty() || !touch_same_bins(runs.back().first, entry)) runs.push_back({entry, 0, 0});
  runs.back().end_offset = end_offset;
  ++runs.back().count;
  last_pos = entry.begin + 1;
}

}  // namespace hapmill
