#pragma once

#include "device_memory.cuh"

#include <cuda_runtime.h>

namespace hapmill::bench {

/// A point in a stream, and the time at which the device reached it.
class Event {
 public:
  Event() { cu::check(cudaEventCreateWithFlags(&event_, 0)); }
  Event(Event const&) = delete;
  Event& operator=(Event const&) = delete;
  ~Event() { cudaEventDestroy(event_); }

  void record(cudaStream_t stream) const { cu::check(cudaEventRecord(event_, stream)); }
  void wait() const { cu::check(cudaEventSynchronize(event_)); }
  void hold_back(cudaStream_t stream) const { cu::check(cudaStreamWaitEvent(stream, event_)); }

  /// The seconds between two events. Both must have been waited for.
  friend double seconds_between(Event const& begin, Event const& end) {
    float milliseconds = 0;
    cu::check(cudaEventElapsedTime(&milliseconds, begin.event_, end.event_));
    return static_cast<double>(milliseconds) / 1000;
  }

 private:
  cudaEvent_t event_ = nullptr;
};

}  // namespace hapmill::bench
