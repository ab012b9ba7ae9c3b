#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "hapmill/backend/matrix_source.hpp"
#include "matrix/row_shape.hpp"

namespace hapmill {

/// Passes on the chunks of another source. If their plan was made by bisection of positions, the
/// thread that loads a chunk checks that its rows ascend and lie in the range that the plan says.
class PositionCheck : public MatrixSource {
 public:
  /// Keeps a reference to `source`.
  PositionCheck(MatrixSource& source, RowShape const& shape) : source_{source}, shape_{shape} {}

  bool next(Chunk& chunk) override { return source_.next(chunk); }
  /// Also throws BrokenPlan.
  void load(Chunk& chunk) const override;
  void set_chunk_bytes(std::size_t chunk_bytes) override { source_.set_chunk_bytes(chunk_bytes); }

  /// To be called after the last chunk. Throws BrokenPlan if rows do not ascend from one piece to
  /// the next.
  void finish() const;

  /// Loads all chunks, also checks that each row belongs to its contig, and calls finish(). No
  /// chunk is left then.
  void check_all();

 private:
  /// The first and last position of a piece; 0 if no row with a POS begins in it.
  struct Ends {
    std::uint64_t begin;
    std::uint64_t end;
    std::uint32_t contig_id;
    std::uint32_t first;
    std::uint32_t last;
  };

  void check_piece(Chunk const& chunk, std::size_t piece) const;

  MatrixSource& source_;
  RowShape shape_;
  mutable std::mutex mutex_;
  mutable std::vector<Ends> ends_;  ///< of the pieces, in the order of loading
};

}  // namespace hapmill
