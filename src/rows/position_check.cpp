#include "rows/position_check.hpp"

#include <algorithm>

#include "hapmill/model/row_fields.hpp"
#include "matrix/row_shape.hpp"
#include "rows/broken_plan.hpp"

namespace hapmill {

void PositionCheck::load(Chunk& chunk) const {
  source_.load(chunk);
  for (std::size_t k = 0; k < chunk.pieces.size(); ++k) {
    if (!chunk.pieces[k].pos.is_whole()) check_piece(chunk, k);
  }
}

void PositionCheck::check_piece(Chunk const& chunk, std::size_t piece) const {
  PosRange const wanted = chunk.pieces[piece].pos;
  std::uint32_t first = 0;
  std::uint32_t last = wanted.first;
  for_each_row(chunk.text, chunk.runs[piece], [&](Row row) {
    std::uint32_t const pos = pos_of_row(row, shape_);
    if (pos == 0) return true;
    if (pos < last || pos > wanted.last) throw BrokenPlan{};
    if (first == 0) first = pos;
    last = pos;
    return true;
  });
  ChunkPiece const& read = chunk.pieces[piece];
  std::lock_guard const lock{mutex_};
  ends_.push_back({read.begin, read.end, read.contig_id, first, last});
}

void PositionCheck::finish() const {
  std::lock_guard const lock{mutex_};
  // A chunk may be loaded again by another backend.
  std::sort(ends_.begin(), ends_.end(), [](Ends const& a, Ends const& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  std::uint32_t last = 0;  // the last position of the consecutive rows so far
  for (std::size_t k = 0; k < ends_.size(); ++k) {
    Ends const& ends = ends_[k];
    if (k > 0 && ends.begin == ends_[k - 1].begin && ends.end == ends_[k - 1].end) continue;
    bool const follows =
        k > 0 && ends.begin == ends_[k - 1].end && ends.contig_id == ends_[k - 1].contig_id;
    if (!follows) last = 0;
    if (ends.first == 0) continue;
    if (ends.first < last) throw BrokenPlan{};
    last = ends.last;
  }
}

void PositionCheck::check_all() {
  Chunk chunk;
  while (next(chunk)) {
    load(chunk);
    for (std::size_t k = 0; k < chunk.pieces.size(); ++k) {
      for_each_row(chunk.text, chunk.runs[k], [&](Row row) {
        std::string_view const contig = contig_of_row(row, shape_);
        if (!contig.empty() && chunk.pieces[k].contig != contig) throw BrokenPlan{};
        return true;
      });
    }
  }
  finish();
}

}  // namespace hapmill
