#pragma once

#include <algorithm>
#include <cstddef>

#include "hapmill/backend/matrix_source.hpp"
#include "matrix/row_rewriter.hpp"

namespace hapmill {

/// Chunks of another source with their rows rewritten by the thread that loads them. The original
/// rows, and the faults found in them, stay in the chunk.
class RewritingSource : public MatrixSource {
 public:
  /// Keeps references to both.
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
