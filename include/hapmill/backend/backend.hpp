#pragma once

#include <cstddef>
#include <string>

#include "hapmill/backend/chunk.hpp"
#include "hapmill/backend/site_batch.hpp"

namespace hapmill {

/// Runs the stages tokenize, encode, filter and format on chunks.
///
/// A backend has a number of slots, each with room for one chunk: submit() starts on the chunk of a
/// slot, collect() waits for it. One thread makes all calls. It collects slots in the order in
/// which it submitted them, and each slot before it submits it again.
class Backend {
 public:
  virtual ~Backend() = default;

  /// The name of the backend in the report, such as `cpu (avx2)`.
  virtual std::string name() const = 0;
  /// The number of slots, which are counted from 0. It may grow during collect() and never shrinks.
  virtual std::size_t slot_count() const = 0;
  /// The chunk that `slot` owns. The source fills it before submit().
  virtual Chunk& chunk(std::size_t slot) = 0;
  /// Starts the conversion of the slot's chunk.
  virtual void submit(std::size_t slot) = 0;
  /// Waits for the slot's chunk and returns its batch, which the slot owns. Rethrows what the
  /// conversion threw.
  virtual SiteBatch const& collect(std::size_t slot) = 0;
};

}  // namespace hapmill
