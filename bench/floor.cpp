// floor IN OUT_BYTES OUT [--threads N]
//
// Reads IN and writes OUT_BYTES bytes to OUT, converting nothing: what the reading and the writing
// of a conversion cost by themselves. Prints one line of JSON.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

constexpr std::uint64_t piece_bytes = 256 * 1024;

struct Arguments {
  std::string in_path;
  std::uint64_t out_bytes = 0;
  std::string out_path;
  unsigned thread_count = 1;
};

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

  void append(char const* source, std::uint64_t size) const {
    while (size != 0) {
      ssize_t const count = write(descriptor_, source, size);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail("cannot write");
      source += count;
      size -= static_cast<std::uint64_t>(count);
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
  Transfer(Arguments const& arguments)
      : in_{arguments.in_path, O_RDONLY},
        out_{arguments.out_path, O_WRONLY | O_CREAT | O_TRUNC},
        in_bytes_{in_.size()},
        out_bytes_{arguments.out_bytes},
        piece_count_{std::max<std::uint64_t>((in_bytes_ + piece_bytes - 1) / piece_bytes, 1)} {}

  std::uint64_t in_bytes() const { return in_bytes_; }

  void run(unsigned thread_count) {
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < thread_count; ++i) {
      threads.emplace_back([this, i, thread_count] { copy_pieces(i, thread_count); });
    }
    copy_pieces(0, thread_count);
    for (std::thread& thread : threads) thread.join();
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
    std::uint64_t left =
        out_bytes_ * (piece + 1) / piece_count_ - out_bytes_ * piece / piece_count_;
    while (left != 0) {
      std::uint64_t const size = std::min<std::uint64_t>(left, buffer.size());
      out_.append(buffer.data(), size);
      left -= size;
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

template <typename Number>
Number parse_number(std::string_view text) {
  Number number{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw std::runtime_error{"not a number: " + std::string{text}};
  }
  return number;
}

Arguments parse_arguments(std::vector<std::string> const& words) {
  Arguments arguments;
  std::vector<std::string> operands;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--threads" && i + 1 < words.size()) {
      arguments.thread_count = parse_number<unsigned>(words[++i]);
    } else {
      operands.push_back(words[i]);
    }
  }
  if (operands.size() != 3 || arguments.thread_count == 0) {
    throw std::runtime_error{"usage: floor IN OUT_BYTES OUT [--threads N]"};
  }
  arguments.in_path = operands[0];
  arguments.out_bytes = parse_number<std::uint64_t>(operands[1]);
  arguments.out_path = operands[2];
  return arguments;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    Arguments const arguments = parse_arguments({argv + 1, argv + argc});
    auto const start = std::chrono::steady_clock::now();
    Transfer transfer{arguments};
    transfer.run(arguments.thread_count);
    std::chrono::duration<double> const elapsed = std::chrono::steady_clock::now() - start;
    std::printf("{\"seconds\": %.6f, \"in_bytes\": %llu, \"out_bytes\": %llu, \"threads\": %u}\n",
                elapsed.count(), static_cast<unsigned long long>(transfer.in_bytes()),
                static_cast<unsigned long long>(arguments.out_bytes), arguments.thread_count);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "floor: error: %s\n", error.what());
    return 1;
  }
  return 0;
}
