#include "check/watched_source.hpp"

#include "matrix/row_shape.hpp"

namespace hapmill {

bool WatchedSource::next(Chunk& chunk) {
  if (row_limit_ == 0) return source_.next(chunk);
  if (rows_given_ == row_limit_) {
    while (!is_cut_ && source_.next(chunk)) {  // the limit may be the end of the matrix
      source_.load(chunk);
      for (RowRun const& run : chunk.runs) is_cut_ = is_cut_ || run.size != 0;
    }
    return false;
  }
  if (!source_.next(chunk)) return false;
  source_.load(chunk);
  cut(chunk);
  return true;
}

/// Removes the rows after the limit.
void WatchedSource::cut(Chunk& chunk) {
  for (std::size_t k = 0; k < chunk.runs.size(); ++k) {
    RowRun& run = chunk.runs[k];
    char const* const begin = chunk.text.data() + run.text_begin;
    std::size_t kept = 0;
    for_each_row(chunk.text, run, [&](Row row) {
      if (rows_given_ == row_limit_) return false;
      ++rows_given_;
      kept = static_cast<std::size_t>(row.text + row.size - begin) + 1;
      return true;
    });
    if (kept == run.size) continue;
    is_cut_ = true;
    run.size = kept;
    chunk.runs.resize(kept == 0 && k != 0 ? k : k + 1);
    chunk.pieces.resize(chunk.runs.size());
    return;
  }
}

void WatchedSource::load(Chunk& chunk) const {
  if (row_limit_ == 0) source_.load(chunk);
  look(chunk);
}

void WatchedSource::look(Chunk const& chunk) const {
  auto counts = take_counts();
  std::vector<PiecePositions> positions(chunk.runs.size());
  for (std::size_t k = 0; k < chunk.runs.size(); ++k) {
    for_each_row(chunk.text, chunk.runs[k], [&](Row row) {
      if (row.size > 0 && row.text[row.size - 1] == '\r') --row.size;
      positions[k].add_row(pos_of_row(row, reading_.delimiter));
      counts->add_row(row);
      return true;
    });
  }
  Chunk pieces;
  pieces.pieces = chunk.pieces;
  std::lock_guard const lock{mutex_};
  counts_.push_back(std::move(counts));
  waiting_.emplace(chunk.ordinal, std::pair{std::move(pieces), std::move(positions)});
  while (!waiting_.empty() && waiting_.begin()->first == next_ordinal_) {
    auto const& [first, its_positions] = waiting_.begin()->second;
    order_.add_chunk(first, its_positions);
    waiting_.erase(waiting_.begin());
    ++next_ordinal_;
  }
}

/// Returns counts that no other thread uses at the moment. There are as many as threads at the same
/// time.
std::unique_ptr<CellCounts> WatchedSource::take_counts() const {
  {
    std::lock_guard const lock{mutex_};
    if (!counts_.empty()) {
      auto counts = std::move(counts_.back());
      counts_.pop_back();
      return counts;
    }
  }
  return std::make_unique<CellCounts>(reading_);
}

CellCounts WatchedSource::cells() const {
  CellCounts sum{reading_};
  for (auto const& counts : counts_) sum.add(*counts);
  return sum;
}

}  // namespace hapmill
