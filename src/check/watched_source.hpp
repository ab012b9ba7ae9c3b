#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "check/cell_counts.hpp"
#include "check/row_order.hpp"
#include "hapmill/backend/matrix_source.hpp"

namespace hapmill {

/// A source that passes rows on and counts them, in the threads that load them. It may end after a
/// number of rows.
///
/// Each chunk must be loaded once, as the CPU backend does.
class WatchedSource : public MatrixSource {
 public:
  /// Keeps a reference to `source`. `row_limit` is 0 for all rows.
  WatchedSource(MatrixSource& source, CountedCells reading, std::uint64_t row_limit)
      : source_{source}, reading_{std::move(reading)}, row_limit_{row_limit} {}

  bool next(Chunk& chunk) override;
  void load(Chunk& chunk) const override;
  void set_chunk_bytes(std::size_t chunk_bytes) override { source_.set_chunk_bytes(chunk_bytes); }

  /// The counts of all rows. Called when no chunk is being loaded.
  CellCounts cells() const;
  RowOrder const& order() const { return order_; }
  /// Whether the limit left out rows.
  bool is_cut() const { return is_cut_; }

 private:
  void cut(Chunk& chunk);
  void look(Chunk const& chunk) const;
  std::unique_ptr<CellCounts> take_counts() const;

  MatrixSource& source_;
  CountedCells reading_;
  std::uint64_t row_limit_;
  std::uint64_t rows_given_ = 0;
  bool is_cut_ = false;

  mutable std::mutex mutex_;  ///< for all members below
  mutable std::vector<std::unique_ptr<CellCounts>> counts_;
  mutable std::map<std::uint64_t, std::pair<Chunk, std::vector<PiecePositions>>> waiting_;
  mutable std::uint64_t next_ordinal_ = 0;
  mutable RowOrder order_;
};

}  // namespace hapmill
