#include "fed_pipe.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <stdexcept>
#include <string_view>
#include <utility>

namespace hapmill::test {
namespace {

/// Writes a piece. Returns false if nobody reads any more.
bool write_all(int write_end, std::string_view text) {
  while (!text.empty()) {
    ssize_t const done = ::write(write_end, text.data(), text.size());
    if (done < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

}  // namespace

FedPipe::FedPipe(std::string text, std::vector<std::size_t> cuts)
    : text_{std::move(text)}, cuts_{std::move(cuts)} {
  int ends[2] = {};
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
  read_end_ = ends[0];
  feeder_ = std::jthread{[this, write_end = ends[1]](std::stop_token const& stop) {
    feed(write_end, stop);
    ::close(write_end);
  }};
}

FedPipe::~FedPipe() {
  feeder_.request_stop();
  ::close(read_end_);
}

void FedPipe::feed(int write_end, std::stop_token const& stop) {
  // The program must not end if a reader stops early.
  sigset_t broken_pipe;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);

  std::size_t begin = 0;
  for (std::size_t const cut : cuts_) {
    if (!write_all(write_end, std::string_view{text_}.substr(begin, cut - begin))) return;
    begin = cut;
    for (int waiting = 1; waiting != 0 && !stop.stop_requested(); std::this_thread::yield()) {
      if (::ioctl(write_end, FIONREAD, &waiting) != 0) return;
    }
  }
  write_all(write_end, std::string_view{text_}.substr(begin));
}

}  // namespace hapmill::test
