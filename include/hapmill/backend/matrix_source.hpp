#pragma once

#include <cstddef>

#include "hapmill/backend/chunk.hpp"

namespace hapmill {

/// Where chunks come from: a regular file by its plan, or a stream as it comes.
class MatrixSource {
 public:
  virtual ~MatrixSource() = default;

  /// Makes `chunk` the next one in output order. Called by one thread.
  ///
  /// @return false at the end, `chunk` is then void.
  virtual bool next(Chunk& chunk) = 0;

  /// Brings the text of a chunk made by next() into memory. Called by any thread, several at
  /// once. Throws InputError or ChangedInput.
  virtual void load(Chunk& chunk) const = 0;

  /// Bytes of the chunks that next() makes from now on, at least 1. Called by next()'s thread.
  virtual void set_chunk_bytes(std::size_t chunk_bytes) = 0;
};

}  // namespace hapmill
