#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "hapmill/backend/backend.hpp"
#include "hapmill/backend/cuda_backend.hpp"

namespace hapmill {

/// A backend on a device that may be lost, and the one that then goes on in its place.
///
/// Where collect() would throw a DeviceError, the chunks submitted and not yet collected are
/// converted by the successor, from the first of them on: nothing is left out and nothing written
/// twice. Batches collected before stay as they are.
class FallbackBackend : public Backend {
 public:
  /// Makes the successor, with at least so many slots; or throws, to end the conversion.
  using MakeSuccessor = std::function<std::unique_ptr<Backend>(cu::DeviceError const& loss,
                                                               std::size_t least_slot_count)>;

  FallbackBackend(std::unique_ptr<Backend> device, MakeSuccessor make_successor);

  /// After a loss tells who did how much.
  std::string name() const override;
  std::size_t slot_count() const override { return active().slot_count(); }
  Chunk& chunk(std::size_t slot) override { return active().chunk(slot); }
  void submit(std::size_t slot) override;
  SiteBatch const& collect(std::size_t slot) override;

 private:
  Backend& active() const { return successor_ ? *successor_ : *device_; }
  void replace_device(cu::DeviceError const& loss);

  std::unique_ptr<Backend> device_;  ///< kept after a loss, for the batches that were collected
  std::unique_ptr<Backend> successor_;
  MakeSuccessor make_successor_;
  std::deque<std::size_t> in_flight_;  ///< slots of the device, as submitted
  std::size_t device_chunk_count_ = 0;
};

}  // namespace hapmill
