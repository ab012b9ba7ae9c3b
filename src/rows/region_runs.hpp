#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "matrix/matrix_input.hpp"
#include "matrix/row_shape.hpp"
#include "rows/contig_runs.hpp"
#include "rows/regions.hpp"

namespace hapmill {

// Which rows of a run stand at positions that are wanted. A row that has no POS that fits stands
// where the row before it in its run does, or with the first one that has a POS; where no row of a
// run has one, they stand nowhere.

/// A run and the positions that are wanted of it: ascending, not touching.
struct WantedRows {
  MatrixInput const& input;
  std::uint64_t data_begin;  ///< of the matrix
  RowShape shape;
  Stretch const& run;
  std::string const& contig;
  std::vector<PosRange> const& ranges;
};

/// Rows of a wanted range that stand together.
struct PlacedStretch {
  Stretch run;
  std::size_t range;  ///< its place in WantedRows::ranges
};

/// Finds them by bisection: right where positions ascend, as all rows that are looked at must, some
/// spread over the run and the rows around each border. One run for each range that has rows; the
/// conversion has to check those. None where positions do not ascend, or where it does not pay.
/// Throws BrokenPlan at a row of another contig.
std::optional<std::vector<PlacedStretch>> bisect_positions(WantedRows const& wanted);

/// Finds them by reading POS of every row. Throws BrokenPlan at a row of another contig, InputError
/// where they stand apart more than max_contig_runs times.
std::vector<PlacedStretch> scan_positions(WantedRows const& wanted);

/// The rows of regions.
struct RegionRuns {
  std::vector<Stretch> runs;  ///< in file order
  std::vector<Region> empty;  ///< merged regions of known contigs that no row stands in
};

/// Finds the rows of `regions` among those of `found`, by bisection where that may be. Throws
/// InputError, ChangedInput, BrokenPlan.
RegionRuns find_region_runs(MatrixInput const& input, std::uint64_t data_begin,
                            RowShape const& shape, ContigRuns const& found,
                            RegionSet const& regions, bool may_bisect);

}  // namespace hapmill
