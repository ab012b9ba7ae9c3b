#pragma once

#include <poll.h>

#include <chrono>
#include <csignal>
#include <vector>

namespace hapmill {

/// Holds SIGINT and SIGTERM back but while it waits, so that one which arrives in between ends the
/// wait at once. For a thread that is the only one of its process.
class SignalGate {
 public:
  SignalGate();
  ~SignalGate();
  SignalGate(SignalGate const&) = delete;
  SignalGate& operator=(SignalGate const&) = delete;

  /// Waits until one of the files is ready, `most` at the longest if that is not negative. Throws
  /// Interrupted when a signal has arrived.
  void wait(std::vector<pollfd>& files, std::chrono::milliseconds most) const;
  /// Signals that are blocked outside the gate.
  sigset_t const& outside() const { return outside_; }

 private:
  sigset_t held_{};
  sigset_t outside_{};
};

}  // namespace hapmill
