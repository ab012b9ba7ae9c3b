#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "support/memory_profile.hpp"

namespace hapmill {

/// Samples the memory of this process regularly, on a thread of its own, until it is stopped.
class MemoryMonitor {
 public:
  /// Starts the thread. Keeps a reference to `profile`, which nobody else may use until stop().
  explicit MemoryMonitor(MemoryProfile& profile);
  ~MemoryMonitor() { stop(); }
  MemoryMonitor(MemoryMonitor const&) = delete;
  MemoryMonitor& operator=(MemoryMonitor const&) = delete;

  /// Takes a last sample and ends the thread. Further calls do nothing.
  void stop();

 private:
  void run();

  MemoryProfile& profile_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stops_ = false;
  std::thread thread_;
};

}  // namespace hapmill
