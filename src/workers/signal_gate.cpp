#include "workers/signal_gate.hpp"

#include "support/interrupt.hpp"

namespace hapmill {

SignalGate::SignalGate() {
  // Ignored, as some callers leave it, it would have the kernel forget how workers end.
  std::signal(SIGCHLD, SIG_DFL);
  ::sigemptyset(&held_);
  ::sigaddset(&held_, SIGINT);
  ::sigaddset(&held_, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &held_, &outside_);
}

SignalGate::~SignalGate() { ::pthread_sigmask(SIG_SETMASK, &outside_, nullptr); }

void SignalGate::wait(std::vector<pollfd>& files, std::chrono::milliseconds most) const {
  for (auto& file : files) file.revents = 0;
  struct timespec const time{most.count() / 1000, most.count() % 1000 * 1'000'000};
  ::ppoll(files.data(), files.size(), most.count() < 0 ? nullptr : &time, &outside_);
  // Where a file is ready, a signal that is there too has not been let in yet. Both come together
  // when a terminal interrupts us and our workers.
  ::pthread_sigmask(SIG_SETMASK, &outside_, nullptr);
  ::pthread_sigmask(SIG_BLOCK, &held_, nullptr);
  check_interrupt();
}

}  // namespace hapmill
