#include "support/memory_monitor.hpp"

#include <unistd.h>

namespace hapmill {

MemoryMonitor::MemoryMonitor(MemoryProfile& profile)
    : profile_{profile}, thread_{[this] { run(); }} {}

void MemoryMonitor::stop() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard const lock{mutex_};
    stops_ = true;
  }
  stopped_.notify_all();
  thread_.join();
}

void MemoryMonitor::run() {
  ProfiledProcess const own[] = {{::getpid(), "hapmill"}};
  std::unique_lock lock{mutex_};
  while (!stops_) {
    profile_.sample(own);
    stopped_.wait_for(lock, MemoryProfile::interval, [this] { return stops_; });
  }
  profile_.sample(own);
}

}  // namespace hapmill
