#include "rows/phase_sets.hpp"

#include <algorithm>

#include "hapmill/backend/chunk.hpp"
#include "rows/file_source.hpp"

namespace hapmill {

namespace {

constexpr std::uint64_t first_look = 4096;  // bytes; one row or a few

/// POS of the first row in [begin, end) that has one, or 0.
std::uint32_t first_pos(FileSource const& source, PlannedRange const& range,
                        RowShape const& shape) {
  Chunk chunk;
  chunk.pieces.resize(1);
  std::uint64_t look = first_look;
  for (std::uint64_t begin = range.begin; begin < range.end; begin += look, look *= 2) {
    chunk.pieces[0].begin = begin;
    chunk.pieces[0].end = std::min(range.end, begin + look);
    source.load(chunk);
    std::uint32_t pos = 0;
    for_each_row(chunk.text, chunk.runs[0], [&](Row row) {
      pos = pos_of_row(row, shape);
      return pos == 0;
    });
    if (pos != 0) return pos;
  }
  return 0;
}

}  // namespace

void find_phase_sets(MatrixInput const& input, MatrixHeader const& header, RowShape const& shape,
                     InputPlan& plan) {
  FileSource const source{input, plan, header.data_begin, first_look};
  std::vector<bool> goes_out(plan.names.count());
  for (auto const& range : plan.ranges) goes_out[range.contig_id] = true;
  for (auto const& range : plan.all_ranges.empty() ? plan.ranges : plan.all_ranges) {
    if (!goes_out[range.contig_id]) continue;
    std::uint32_t& phase_set = plan.facts[range.contig_id].phase_set;
    if (phase_set == 0) phase_set = first_pos(source, range, shape);
  }
}

}  // namespace hapmill
