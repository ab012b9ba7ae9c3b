#pragma once

#include <cstddef>

#include "hapmill/backend/chunk.hpp"

namespace hapmill {

/// Produces the chunks of a matrix: of a regular file according to a plan, or of a stream in the
/// order in which it arrives.
class MatrixSource {
 public:
  virtual ~MatrixSource() = default;

  /// Makes `chunk` the next one in output order. Called by one thread.
  ///
  /// @return false at the end; the content of `chunk` is then unspecified.
  virtual bool next(Chunk& chunk) = 0;

  /// Reads the text of a chunk that next() has made. May be called by several threads at once.
  /// Throws InputError or ChangedInput.
  virtual void load(Chunk& chunk) const = 0;

  /// Sets the size in bytes, at least 1, of the chunks that next() makes from now on. Called by the
  /// thread that calls next().
  virtual void set_chunk_bytes(std::size_t chunk_bytes) = 0;
};

}  // namespace hapmill
