#include "bytes/stream_pump.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "hapmill/support/errors.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

constexpr std::size_t part_bytes = 256U << 10;
constexpr int look_up_every = 100;  // milliseconds: a signal may have gone to another thread

bool is_interrupted() {
  try {
    check_interrupt();
    return false;
  } catch (Interrupted const&) {
    return true;
  }
}

}  // namespace

StreamPump::StreamPump(int stream) : stream_{stream} {
  int ends[2] = {};
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    throw InputError{std::string{"cannot make a pipe: "} + std::strerror(errno)};
  }
  read_end_ = ends[0];
  write_end_ = ends[1];
  ::fcntl(write_end_, F_SETPIPE_SZ, part_bytes);  // where it may not be larger, it stays as it is
  thread_ = std::thread{[this] { copy(); }};
}

StreamPump::~StreamPump() {
  if (read_end_ >= 0) ::close(read_end_);
  thread_.join();
}

int StreamPump::take_read_end() { return std::exchange(read_end_, -1); }

void StreamPump::copy() {
  std::vector<char> part(part_bytes);
  while (!is_interrupted()) {
    struct pollfd ready[2] = {{stream_, POLLIN, 0}, {write_end_, 0, 0}};
    if (::poll(ready, 2, look_up_every) <= 0) continue;
    if ((ready[1].revents & POLLERR) != 0) break;  // nobody reads on
    if (ready[0].revents == 0) continue;
    ssize_t const got = ::read(stream_, part.data(), part.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) error_.store(errno, std::memory_order_relaxed);
    if (got <= 0 || !write_all(part.data(), static_cast<std::size_t>(got))) break;
    bytes_.fetch_add(static_cast<std::uint64_t>(got), std::memory_order_relaxed);
  }
  ::close(write_end_);
}

bool StreamPump::write_all(char const* data, std::size_t count) {
  while (count != 0) {
    ssize_t const done = ::write(write_end_, data, count);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return false;
    data += done;
    count -= static_cast<std::size_t>(done);
  }
  return true;
}

}  // namespace hapmill
