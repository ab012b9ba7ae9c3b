#include "bytes/stream_pump.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "hapmill/support/errors.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

constexpr std::size_t part_bytes = 256U << 10;
constexpr int look_up_every = 100;  // milliseconds: a signal may have gone to another thread

}  // namespace

StreamPump::StreamPump(int stream) : stream_{stream} {
  int ends[2] = {};
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    throw InputError{std::string{"cannot make a pipe: "} + std::strerror(errno)};
  }
  read_end_ = FileDescriptor{ends[0]};
  write_end_ = FileDescriptor{ends[1]};
  // Where the pipe may not be larger, it stays as it is.
  ::fcntl(write_end_.number(), F_SETPIPE_SZ, part_bytes);
  thread_ = std::thread{[this] { run(); }};
}

StreamPump::~StreamPump() {
  read_end_ = {};
  thread_.join();
}

void StreamPump::run() noexcept {
  try {
    std::vector<char> part(part_bytes);
    while (copy_part(part)) check_interrupt();
  } catch (Interrupted const&) {
    // Who reads the pipe sees its end, and asks check_interrupt() why.
  }
  write_end_.close();
}

/// Copies what has arrived, if anything has. @return false if there is nothing more to copy.
bool StreamPump::copy_part(std::vector<char>& part) {
  struct pollfd ready[2] = {{stream_, POLLIN, 0}, {write_end_.number(), 0, 0}};
  if (::poll(ready, 2, look_up_every) <= 0) return true;
  if ((ready[1].revents & POLLERR) != 0) return false;  // nobody reads the pipe any more
  if (ready[0].revents == 0) return true;
  ssize_t const got = repeat_interrupted([&] { return ::read(stream_, part.data(), part.size()); });
  if (got < 0 && errno == EAGAIN) return true;
  if (got < 0) error_.store(errno, std::memory_order_relaxed);
  if (got <= 0) return false;
  bytes_.fetch_add(static_cast<std::uint64_t>(got), std::memory_order_relaxed);
  return write_end_.write_all(part.data(), static_cast<std::size_t>(got));
}

}  // namespace hapmill
