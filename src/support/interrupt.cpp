#include "support/interrupt.hpp"

#include "hapmill/support/errors.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>

namespace hapmill {

namespace {

std::atomic<int> arrived_signal{0};
static_assert(std::atomic<int>::is_always_lock_free);

void note_signal(int signal) {
  if (signal != SIGALRM) arrived_signal.store(signal, std::memory_order_relaxed);
  // A signal that arrives between a check and a blocking call would go unnoticed. An alarm every
  // second therefore interrupts the blocking call.
  ::alarm(1);
}

/// Catches a signal, unless the parent process made the program ignore it, as nohup and `&` do.
void catch_signal(int signal, struct sigaction const& action) {
  struct sigaction before {};
  bool const is_ignored = sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_IGN;
  if (!is_ignored) sigaction(signal, &action, nullptr);
}

}  // namespace

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = note_signal;  // without SA_RESTART: a blocked read returns and is checked
  catch_signal(SIGINT, action);
  catch_signal(SIGTERM, action);
  sigaction(SIGALRM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

void check_interrupt() {
  int const signal = arrived_signal.load(std::memory_order_relaxed);
  if (signal == SIGINT) throw Interrupted{ExitStatus::interrupted};
  if (signal == SIGTERM) throw Interrupted{ExitStatus::terminated};
}

}  // namespace hapmill
