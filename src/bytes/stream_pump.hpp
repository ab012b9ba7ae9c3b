#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <utility>
#include <vector>

#include "support/file_descriptor.hpp"

namespace hapmill {

/// Passes a stream on to a library that reads from a descriptor and would not let a signal end its
/// wait: a thread copies the stream into a pipe, and closes it at the stream's end, at an error and
/// when a signal has arrived. So the library sees an end; ask check_interrupt() and error() what
/// kind of end it was.
class StreamPump {
 public:
  /// `stream` stays the caller's and is open as long as the pump is there.
  explicit StreamPump(int stream);
  /// Close what take_read_end() gave before: that ends the thread.
  ~StreamPump();
  StreamPump(StreamPump const&) = delete;
  StreamPump& operator=(StreamPump const&) = delete;

  /// The end to read from, from then on the caller's. To be called once.
  FileDescriptor take_read_end() { return std::move(read_end_); }
  std::uint64_t bytes() const { return bytes_.load(std::memory_order_relaxed); }
  /// errno of a read that failed, or 0.
  int error() const { return error_.load(std::memory_order_relaxed); }

 private:
  void run() noexcept;
  bool copy_part(std::vector<char>& part);

  int stream_;
  FileDescriptor read_end_;
  FileDescriptor write_end_;
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<int> error_{0};
  std::thread thread_;
};

}  // namespace hapmill
