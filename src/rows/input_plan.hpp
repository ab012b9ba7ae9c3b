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

/// Inside a contig a segment ends at each multiple of this many bytes of the matrix. The output
/// depends on this number, because each segment ends a compressed block.
inline constexpr std::uint64_t segment_bytes = 64U << 20;

/// What the user is told about the regions that were asked for.
struct RegionNotes {
  std::size_t count = 0;               ///< after merging, in contigs that the matrix has
  std::vector<std::uint32_t> contigs;  ///< that the regions name, in output order
  std::size_t empty_count = 0;         ///< regions without a row
  std::vector<std::string> first_empty;
  std::size_t unknown_count = 0;  ///< contigs that the matrix does not have
  std::vector<std::string> first_unknown;

  static constexpr std::size_t kept = 5;  ///< at most so many of each list
};

/// Which rows of a regular file are converted, in output order.
///
/// A segment holds all rows of one contig that begin between two multiples of segment_bytes. So it
/// depends only on the matrix and the order of contigs.
struct InputPlan {
  ContigNames names;
  std::vector<ContigFacts> facts;           ///< [contigs]
  std::vector<std::uint32_t> contig_order;  ///< contigs in output order
  std::vector<PlannedRange> ranges;
  bool is_in_file_order = true;
  bool knows_lines = false;            ///< the first_line of every stretch is known
  std::optional<RegionNotes> regions;  ///< if only rows of regions are converted
  /// In that case the ranges of all rows, from which phase sets are found.
  std::vector<PlannedRange> all_ranges;

  /// Contigs whose rows may be converted, in output order.
  std::vector<std::uint32_t> const& chosen_contigs() const {
    return regions ? regions->contigs : contig_order;
  }
  /// Bytes of the rows that are converted.
  std::uint64_t size() const;
};

/// Whether `range` begins a segment if it follows `before` in the output; null: it is the first.
bool begins_segment(PlannedRange const* before, PlannedRange const& range);

InputPlan make_input_plan(ContigRuns&& found, ContigOrder order);

/// Leaves only these rows in the plan. They are given in file order; `window_lines` is that of
/// ContigRuns.
void keep_runs(InputPlan& plan, std::vector<Stretch>&& runs,
               std::vector<std::uint64_t> const& window_lines);

/// Returns the contigs in output order: as numbered, or sorted. They are sorted by value if every
/// name is a number (equal values by text), else by text.
std::vector<std::uint32_t> order_contigs(ContigNames const& names, ContigOrder order);

}  // namespace hapmill
