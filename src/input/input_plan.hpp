#pragma once

#include <cstdint>
#include <vector>

#include "hapmill/model/policies.hpp"
#include "hapmill/model/site.hpp"
#include "input/contig_runs.hpp"

namespace hapmill {

/// Rows of a contig inside one segment that stand together: those whose first byte lies in
/// [begin, end).
struct PlannedRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t first_line =
      0;  ///< of its first row, or of one after it if it has none; 0: unknown
  std::uint32_t contig_id = 0;
  bool begins_segment = false;
};

/// Bytes of input whose multiples end a segment inside a contig. Part of the output's definition:
/// compressed blocks end with segments.
inline constexpr std::uint64_t segment_bytes = 64U << 20;

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
  bool knows_lines = false;  ///< first_line is set wherever a run begins
};

/// Whether `range` begins a segment, where it goes out right after `before` (or first, if null).
bool begins_segment(PlannedRange const* before, PlannedRange const& range);

InputPlan make_input_plan(ContigRuns&& found, ContigOrder order);

/// Contigs in output order: as numbered, or sorted, by value if every name is a number (ties by
/// text), else by text.
std::vector<std::uint32_t> order_contigs(ContigNames const& names, ContigOrder order);

}  // namespace hapmill
