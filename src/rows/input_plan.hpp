#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hapmill/model/policies.hpp"
#include "hapmill/model/site.hpp"
#include "rows/contig_runs.hpp"

namespace hapmill {

/// A stretch inside one segment. If no row begins in it, its first_line is the line of a row after
/// it.
struct PlannedRange : Stretch {
  bool begins_segment = false;
};

/// Bytes of input whose multiples end a segment inside a contig. Part of the output's definition:
/// compressed blocks end with segments.
inline constexpr std::uint64_t segment_bytes = 64U << 20;

/// What there is to tell of the regions that rows were chosen by.
struct RegionNotes {
  std::size_t count = 0;               ///< merged, of contigs that are there
  std::vector<std::uint32_t> contigs;  ///< that they name, in output order
  std::size_t empty_count = 0;         ///< of those without a row
  std::vector<std::string> first_empty;
  std::size_t unknown_count = 0;  ///< contigs that the matrix does not have
  std::vector<std::string> first_unknown;

  static constexpr std::size_t kept = 5;  ///< of each, at most
};

/// What of a regular file goes out, in output order.
///
/// A segment is all rows of one contig that begin inside one window of segment_bytes of the file.
/// It depends on the matrix and the order of contigs only.
struct InputPlan {
  ContigNames names;
  std::vector<ContigFacts> facts;           ///< [contigs]
  std::vector<std::uint32_t> contig_order;  ///< contigs in output order
  std::vector<PlannedRange> ranges;
  bool is_in_file_order = true;
  bool knows_lines = false;            ///< first_line is set wherever a run begins
  std::optional<RegionNotes> regions;  ///< where only rows of regions go out
  /// In that case the ranges of all rows, which phase sets are found by.
  std::vector<PlannedRange> all_ranges;

  /// Contigs of which rows may go out, in output order.
  std::vector<std::uint32_t> const& chosen_contigs() const {
    return regions ? regions->contigs : contig_order;
  }
  /// Bytes of the rows that go out.
  std::uint64_t size() const;
};

/// Whether `range` begins a segment, where it goes out right after `before` (or first, if null).
bool begins_segment(PlannedRange const* before, PlannedRange const& range);

InputPlan make_input_plan(ContigRuns&& found, ContigOrder order);

/// Leaves only these rows of a plan; in file order. `window_lines` as of ContigRuns.
void keep_runs(InputPlan& plan, std::vector<Stretch>&& runs,
               std::vector<std::uint64_t> const& window_lines);

/// Contigs in output order: as numbered, or sorted, by value if every name is a number (ties by
/// text), else by text.
std::vector<std::uint32_t> order_contigs(ContigNames const& names, ContigOrder order);

}  // namespace hapmill
