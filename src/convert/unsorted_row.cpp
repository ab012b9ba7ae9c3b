#include "convert/unsorted_row.hpp"

#include <cstring>

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
    char const* const text = rows.data() + run.text_begin;
    std::uint64_t row = 0;
    for (std::size_t at = 0; at < run.size; ++row) {
      auto const* const newline =
          static_cast<char const*>(std::memchr(text + at, '\n', run.size - at));
      auto const end = static_cast<std::size_t>(newline - text);
      std::int64_t const here =
          pos_of_row({text + at, static_cast<std::uint32_t>(end - at)}, shape);
      if (here == pos && (has_passed || !found)) found = {k, row, run.offset + at};
      if (here == pos && has_passed) return found;
      has_passed = has_passed || here == pos_before;
      at = end + 1;
    }
  }
  return found;
}

}  // namespace hapmill
