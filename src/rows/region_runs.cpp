#include "rows/region_runs.hpp"
#include "matrix/row_shape.hpp"

namespace hapmill {

RegionRuns find_region_runs(MatrixInput const& input, std::uint64_t data_begin,
                            RowShape const& shape, ContigRuns const& found,
                            RegionSet const& regions, bool may_bisect) {
  RegionRuns chosen;
  std::vector<std::vector<bool>> has_rows(found.names.count());
  for (auto const& run : found.runs) {
    auto const& ranges = regions.of(run.contig_id);
    auto& range_has_rows = has_rows[run.contig_id];
    range_has_rows.resize(ranges.size());
    if (ranges.empty()) continue;
    if (ranges.front().is_whole()) {
      chosen.runs.push_back(run);
      range_has_rows[0] = true;
      continue;
    }
    WantedRows const wanted{input, data_begin, shape, run, found.names.name(run.contig_id), ranges};
    auto placed = may_bisect ? bisect_positions(wanted) : std::nullopt;
    if (!placed) placed = scan_positions(wanted);
    for (auto const& part : *placed) {
      chosen.runs.push_back(part.run);
      range_has_rows[part.range] = true;
    }
  }
  for (std::uint32_t contig = 0; contig < has_rows.size(); ++contig) {
    for (std::size_t k = 0; k < has_rows[contig].size(); ++k) {
      if (has_rows[contig][k]) continue;
      chosen.empty.push_back({found.names.name(contig), regions.of(contig)[k]});
    }
  }
  return chosen;
}

}  // namespace hapmill
