#include "bench/floors/floor.hpp"

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

/// Calls use(buffer, bytes, offset) for each piece, on the next free thread.
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

/// The thread that reads a piece also writes its share of the output. Pieces have no order.
Floor copy_floor(FloorRequest const& request) {
  std::uint64_t const out_bytes = parse_number(request.operands[1], 0, most_bytes);
  std::uint64_t in_bytes = 0;
  double const seconds = seconds_of([&] {
    File const in{request.operands[0], O_RDONLY};
    File const out{request.operands[2], O_WRONLY | O_CREAT | O_TRUNC};
    in_bytes = in.size();
    std::uint64_t const piece_count = pieces_of(in_bytes);
    for_each_piece(in_bytes, request.thread_count,
                   [&](char* buffer, std::uint64_t size, std::uint64_t offset) {
                     in.read(buffer, size, offset);
                     std::uint64_t const piece = offset / piece_bytes;
                     std::uint64_t at = out_bytes * piece / piece_count;
                     std::uint64_t const end = out_bytes * (piece + 1) / piece_count;
                     for (std::uint64_t part = 0; at != end; at += part) {
                       part = std::min(end - at, piece_bytes);
                       out.write(buffer, part, at);
                     }
                   });
  });
  if (in_bytes == 0 && out_bytes != 0) throw std::runtime_error{request.operands[0] + " is empty"};
  return {seconds, in_bytes, out_bytes};
}

}  // namespace hapmill::bench
