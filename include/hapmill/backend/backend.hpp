#pragma once

#include <cstddef>
#include <string>

#include "hapmill/backend/chunk.hpp"
#include "hapmill/backend/site_batch.hpp"

namespace hapmill {

/// Who runs the stages tokenize, encode, filter and format on chunks.
///
/// Slots are places of chunks in flight: submit fills one, collect empties it. Chunks are
/// submitted and collected in the same order, by one thread, and a slot is collected before it is
/// submitted again.
class Backend {
 public:
  virtual ~Backend() = default;

  /// What the report calls it, as in `cpu (avx2)`.
  virtual std::string name() const = 0;
  /// Slots are numbered from 0. There may be more of them after collect(), never fewer.
  virtual std::size_t slot_count() const = 0;
  /// The chunk that `slot` owns, for the source to fill before submit.
  virtual Chunk& chunk(std::size_t slot) = 0;
  /// Starts on the slot's chunk.
  virtual void submit(std::size_t slot) = 0;
  /// Waits for the slot's chunk. Throws what its conversion threw.
  virtual SiteBatch const& collect(std::size_t slot) = 0;
};

}  // namespace hapmill
