#include "convert/unsorted_row.hpp"

namespace hapmill {

std::optional<RowInChunk> find_unsorted_row(Chunk const& chunk, RowShape const& shape,
                                            std::string_view contig, std::int64_t pos,
                                            std::int64_t pos_before) {
  std::optional<RowInChunk> found;
  bool has_passed = false;
  bool const is_rewritten = !chunk.originals.runs.empty();
  auto const& runs = is_rewritten ? chunk.originals.runs : chunk.runs;
  auto const& rows = is_rewritten ? chunk.originals.text : chunk.text;
  for (std::uint32_t k = 0; k < chunk.pieces.size(); ++k) {
    if (chunk.pieces[k].contig != contig) continue;
    RowRun const& run = runs[k];
    std::uint64_t row_count = 0;
    bool is_last_wanted = false;
    for_each_row(rows, run, [&](Row row) {
      auto const at = static_cast<std::uint64_t>(row.text - rows.data()) - run.text_begin;
      std::int64_t const here = pos_of_row(row, shape);
      if (here == pos && (has_passed || !found)) found = {k, row_count, run.offset + at};
      is_last_wanted = here == pos && has_passed;
      has_passed = has_passed || here == pos_before;
      ++row_count;
      return !is_last_wanted;
    });
    if (is_last_wanted) return found;
  }
  return found;
}

}  // namespace hapmill
