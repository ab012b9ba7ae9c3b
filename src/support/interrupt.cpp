#include "support/interrupt.hpp"

#include <atomic>
#include <csignal>

#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

std::atomic<int> arrived_signal{0};
static_assert(std::atomic<int>::is_always_lock_free);

void note_signal(int signal) { arrived_signal.store(signal, std::memory_order_relaxed); }

}  // namespace

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = note_signal;  // without SA_RESTART: a blocked read returns and is checked
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

void check_interrupt() {
  int const signal = arrived_signal.load(std::memory_order_relaxed);
  if (signal == SIGINT) throw Interrupted{ExitStatus::interrupted};
  if (signal == SIGTERM) throw Interrupted{ExitStatus::terminated};
}

}  // namespace hapmill
