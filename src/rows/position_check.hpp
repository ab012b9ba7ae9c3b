#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "hapmill/backend/matrix_source.hpp"
#include "matrix/row_shape.hpp"

namespace hapmill {

/// Chunks of another source. Where their plan was made by bisecting positions, the thread that
/// loads a chunk checks that its rows stand where the plan says and ascend.
class PositionCheck : public MatrixSource {
 public:
  /// Keeps a reference.
  PositionCheck(MatrixSource& source, RowShape const& shape) : source_{source}, shape_{shape} {}

  bool next(Chunk& chunk) override { return source_.next(chunk); }
  /// Throws BrokenPlan too.
  void load(Chunk& chunk) const override;
  void set_chunk_bytes(std::size_t chunk_bytes) override { source_.set_chunk_bytes(chunk_bytes); }

  /// After the last chunk: throws BrokenPlan if rows do not ascend from one to the next.
  void finish() const;

  /// Loads all chunks, checks that each row is of its contig too, and finishes; none is left then.
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
  mutable std::vector<Ends> ends_;  ///< of pieces, as they were loaded
};

}  // namespace hapmill
