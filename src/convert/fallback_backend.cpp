#include "convert/fallback_backend.hpp"

#include <fmt/format.h>

#include <utility>

#include "support/human_units.hpp"

namespace hapmill {

namespace {

/// Hands a chunk over, with its text: a stream's cannot be read again. The text is copied, since it
/// lies in memory of the backend that gives it.
void hand_over(Chunk& from, Chunk& to) {
  to.ordinal = from.ordinal;
  to.input_end = from.input_end;
  to.pieces = std::move(from.pieces);
  to.runs = std::move(from.runs);
  to.originals = std::move(from.originals);
  to.text.clear();
  to.text.append(from.text.data(), from.text.size());
}

}  // namespace

FallbackBackend::FallbackBackend(std::unique_ptr<Backend> device, MakeSuccessor make_successor)
    : device_{std::move(device)}, make_successor_{std::move(make_successor)} {}

std::string FallbackBackend::name() const {
  if (!successor_) return device_->name();
  return fmt::format("{} for {}, then {}", device_->name(),
                     human_number(device_chunk_count_, "chunk"), successor_->name());
}

void FallbackBackend::submit(std::size_t slot) {
  if (!successor_) in_flight_.push_back(slot);
  active().submit(slot);
}

SiteBatch const& FallbackBackend::collect(std::size_t slot) {
  if (!successor_) {
    try {
      SiteBatch const& batch = device_->collect(slot);
      in_flight_.pop_front();
      ++device_chunk_count_;
      return batch;
    } catch (cu::DeviceError const& loss) {
      replace_device(loss);
    }
  }
  return successor_->collect(slot);
}

void FallbackBackend::replace_device(cu::DeviceError const& loss) {
  // The slots after the one that failed may still be at work on their chunks.
  for (std::size_t k = 1; k < in_flight_.size(); ++k) {
    try {
      device_->collect(in_flight_[k]);
    } catch (std::exception const&) {  // the successor meets it again, if it is of the matrix
    }
  }
  successor_ = make_successor_(loss, device_->slot_count());
  for (std::size_t const slot : in_flight_) {
    hand_over(device_->chunk(slot), successor_->chunk(slot));
    successor_->submit(slot);
  }
  in_flight_.clear();
}

}  // namespace hapmill
