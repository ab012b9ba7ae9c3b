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

// Which rows of a stretch are at wanted positions. A row without a valid POS counts as being at the
// position of the row before it in the stretch; at the start, at that of the first row with a POS.
// If no row of the stretch has a POS, none is wanted.

/// A stretch and the positions that are wanted of it; these ascend and do not touch.
struct WantedRows {
  MatrixInput const& input;
  std::uint64_t data_begin;  ///< offset of the first row of the matrix
  RowShape shape;
  Stretch const& run;
  std::string const& contig;
  std::vector<PosRange> const& ranges;
};

/// Consecutive rows of a wanted range.
struct PlacedStretch {
  Stretch run;
  std::size_t range;  ///< its index in WantedRows::ranges
};

/// Finds the wanted rows by bisection; returns one stretch for each range that has rows.
///
/// The answer is right if positions ascend. Bisection checks that for the rows that it reads: some
/// spread over the stretch, and those around each border. The conversion has to check the rows that
/// were found. Returns nothing if positions do not ascend or a scan is cheaper, see RowProbe.
/// Throws BrokenPlan at a row of another contig.
std::optional<std::vector<PlacedStretch>> bisect_positions(WantedRows const& wanted);

/// Finds the wanted rows by reading POS of every row. Throws BrokenPlan at a row of another contig,
/// and InputError if there are more than max_contig_runs stretches.
std::vector<PlacedStretch> scan_positions(WantedRows const& wanted);

/// The rows of regions.
struct RegionRuns {
  std::vector<Stretch> runs;  ///< in file order
  std::vector<Region> empty;  ///< merged regions of known contigs without any row
};

/// Finds the rows of `regions` among those of `found`, by bisection if `may_bisect` and it is
/// cheaper. Throws InputError, ChangedInput, BrokenPlan.
RegionRuns find_region_runs(MatrixInput const& input, std::uint64_t data_begin,
                            RowShape const& shape, ContigRuns const& found,
                            RegionSet const& regions, bool may_bisect);

}  // namespace hapmill
