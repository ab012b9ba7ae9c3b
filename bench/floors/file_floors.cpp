#include "floors/floor.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace hapmill::bench {

namespace {

constexpr std::uint64_t piece_bytes = 256 * 1024;
constexpr std::uint64_t most_bytes = std::uint64_t{1} << 50;

std::uint64_t pieces_of(std::uint64_t bytes) { return (bytes + piece_bytes - 1) / piece_bytes; }

class File {
 public:
  File(std::string const& path, int flags)
      : path_{path}, descriptor_{open(path.c_str(), flags | O_CLOEXEC, 0666)} {
    if (descriptor_ < 0) fail("cannot open");
  }
  File(File const&) = delete;
  File& operator=(File const&) = delete;
  ~File() { close(descriptor_); }

  std::uint64_t size() const {
    struct stat status {};
    if (fstat(descriptor_, &status) != 0) fail("cannot look at");
    return static_cast<std::uint64_t>(status.st_size);
  }

  void read(char* destination, std::uint64_t size, std::uint64_t offset) const {
    while (size != 0) {
      ssize_t const count = pread(descriptor_, destination, size, static_cast<off_t>(offset));
      if (count < 0 && errno == EINTR) continue;
      if (count == 0) throw std::runtime_error{path_ + " became shorter"};
      if (count < 0) fail("cannot read");
      destination += count;
      size -= static_cast<std::uint64_t>(count);
      offset += static_cast<std::uint64_t>(count);
    }
  }

  void write(char const* source, std::uint64_t size, std::uint64_t offset) const {
    while (size != 0) {
      ssize_t const count = pwrite(descriptor_, source, size, static_cast<off_t>(offset));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail("cannot write");
      source += count;
      size -= static_cast<std::uint64_t>(count);
      offset += static_cast<std::uint64_t>(count);
    }
  }

 private:
  [[noreturn]] void fail(char const* what) const {
    throw std::runtime_error{std::string{what} + " " + path_ + ": " + std::strerror(errno)};
  }

  std::string path_;
  int descriptor_;
};

/// Threads take turns: each reads its pieces when it likes and writes them when they are next.
class Transfer {
 public:
  Transfer(std::string const& in_path, std::uint64_t out_bytes, std::string const& out_path)
      : in_{in_path, O_RDONLY},
        out_{out_path, O_WRONLY | O_CREAT | O_TRUNC},
        in_bytes_{in_.size()},
        out_bytes_{out_bytes},
        piece_count_{std::max<std::uint64_t>(pieces_of(in_bytes_), 1)} {}

  std::uint64_t in_bytes() const { return in_bytes_; }

  void run(unsigned thread_count) {
    on_threads(thread_count, [&](unsigned thread) { copy_pieces(thread, thread_count); });
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void copy_pieces(unsigned first, unsigned step) {
    std::vector<char> buffer(piece_bytes);
    for (std::uint64_t piece = first; piece < piece_count_; piece += step) {
      std::exception_ptr failure;
      try {
        std::uint64_t const offset = piece * piece_bytes;
        in_.read(buffer.data(), std::min(piece_bytes, in_bytes_ - offset), offset);
      } catch (...) {
        failure = std::current_exception();
      }
      await_turn(piece);
      // From here to the next turn this thread is alone.
      if (!failure_ && !failure) {
        try {
          write_share(buffer, piece);
        } catch (...) {
          failure = std::current_exception();
        }
      }
      if (!failure_) failure_ = failure;
      turn_ = piece + 1;
      turn_.notify_all();
    }
  }

  void await_turn(std::uint64_t piece) const {
    // A turn takes about as long as falling asleep and waking up, so look for a while first.
    for (int look = 0; look < 1'000'000; ++look) {
      if (turn_ == piece) return;
    }
    for (std::uint64_t turn = turn_; turn != piece; turn = turn_) turn_.wait(turn);
  }

  void write_share(std::vector<char> const& buffer, std::uint64_t piece) const {
    std::uint64_t offset = out_bytes_ * piece / piece_count_;
    std::uint64_t const end = out_bytes_ * (piece + 1) / piece_count_;
    while (offset != end) {
      std::uint64_t const size = std::min<std::uint64_t>(end - offset, buffer.size());
      out_.write(buffer.data(), size, offset);
      offset += size;
    }
  }

  File in_;
  File out_;
  std::uint64_t in_bytes_;
  std::uint64_t out_bytes_;
  std::uint64_t piece_count_;
  /// The piece that is written next.
  std::atomic<std::uint64_t> turn_{0};
  /// The first failure; belongs to the thread whose turn it is.
  std::exception_ptr failure_;
};

/// Calls use(buffer, bytes, offset) for each piece, by whichever thread is free.
template <class Use>
void for_each_piece(std::uint64_t bytes, unsigned thread_count, Use const& use) {
  Turns turns{pieces_of(bytes)};
  on_threads(thread_count, [&](unsigned) {
    std::vector<char> buffer(piece_bytes, 'A');
    for (std::size_t piece = 0; turns.take(piece);) {
      std::uint64_t const offset = piece * piece_bytes;
      use(buffer.data(), std::min(piece_bytes, bytes - offset), offset);
    }
  });
}

}  // namespace

Floor read_floor(FloorRequest const& request) {
  std::uint64_t bytes = 0;
  double const seconds = seconds_of([&] {
    File const file{request.operands[0], O_RDONLY};
    bytes = file.size();
    for_each_piece(bytes, request.thread_count,
                   [&](char* buffer, std::uint64_t size, std::uint64_t offset) {
                     file.read(buffer, size, offset);
                   });
  });
  return {seconds, bytes, 0};
}

Floor write_floor(FloorRequest const& request) {
  std::uint64_t const bytes = parse_number(request.operands[0], 0, most_bytes);
  double const seconds = seconds_of([&] {
    File const file{request.operands[1], O_WRONLY | O_CREAT | O_TRUNC};
    for_each_piece(bytes, request.thread_count,
                   [&](char const* buffer, std::uint64_t size, std::uint64_t offset) {
                     file.write(buffer, size, offset);
                   });
  });
  return {seconds, 0, bytes};
}

Floor copy_floor(FloorRequest const& request) {
  std::uint64_t const out_bytes = parse_number(request.operands[1], 0, most_bytes);
  std::uint64_t in_bytes = 0;
  double const seconds = seconds_of([&] {
    Transfer transfer{request.operands[0], out_bytes, request.operands[2]};
    transfer.run(request.thread_count);
    in_bytes = transfer.in_bytes();
  });
  return {seconds, in_bytes, out_bytes};
}

}  // namespace hapmill::bench
