#pragma once

#include <cstddef>

#include "hapmill/backend/chunk.hpp"

namespace hapmill {

/// The source of chunks: a regular file that is read by a plan, or a stream that is read once from
/// start to end.
class MatrixSource {
 public:
  virtual ~MatrixSource() = default;

  /// Makes `chunk` the next one in output order. Called by one thread. Returns false at the end;
  /// the content of `chunk` is then undefined.
  virtual bool next(Chunk& chunk) = 0;

  /// Reads the text of a chunk that next() made into memory. Any thread may call it, and several at
  /// the same time. Throws InputError or ChangedInput.
  virtual void load(Chunk& chunk) const = 0;

  /// Sets the bytes of the chunks that next() makes from now on, at least 1. Called by the thread
  /// that calls next().
  virtual void set_chunk_bytes(std::size_t chunk_bytes) = 0;
};

}  // namespace hapmill
