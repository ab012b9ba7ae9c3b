#pragma once

#include <algorithm>
#include <cstddef>

#include "hapmill/backend/matrix_source.hpp"
#include "matrix/row_rewriter.hpp"

namespace hapmill {

/// Passes on the chunks of another source. The thread that loads a chunk rewrites its rows; the
/// original rows, and the faults found in them, stay in the chunk.
class RewritingSource : public MatrixSource {
 public:
  /// Keeps references to both arguments.
  RewritingSource(MatrixSource& originals, RowRewriter const& rewriter)
      : originals_{originals}, rewriter_{rewriter} {}

  bool next(Chunk& chunk) override;
  void load(Chunk& chunk) const override;
  void set_chunk_bytes(std::size_t chunk_bytes) override {
    originals_.set_chunk_bytes(std::max<std::size_t>(1, chunk_bytes / rewriter_.growth()));
  }

 private:
  MatrixSource& originals_;
  RowRewriter const& rewriter_;
};

}  // namespace hapmill
