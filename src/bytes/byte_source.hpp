#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/input_file.hpp"

namespace hapmill {

/// Compressed bytes, from the first one. For one thread at a time.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// The next bytes, at least one; 0 at the end, and soon after stop().
  virtual std::size_t read(char* to, std::size_t count) = 0;
  /// Ends a wait for bytes that another thread is in. Called by any thread.
  virtual void stop() {}
  /// Whether read() may wait for somebody else, as at a pipe.
  virtual bool may_wait() const { return false; }
};

/// Bytes of an open file: a regular file from its start, a stream from its current position.
class FileBytes final : public ByteSource {
 public:
  /// Keeps a reference.
  explicit FileBytes(InputFile& file) : file_{file} {}

  std::size_t read(char* to, std::size_t count) override {
    if (!given_back_.empty()) {
      std::size_t const size = given_back_.copy(to, count);
      given_back_.erase(0, size);
      return size;
    }
    std::size_t const got = file_.is_regular() ? file_.read_at(to, count, taken())
                                               : file_.read_next(to, count, &stops_);
    taken_.fetch_add(got, std::memory_order_relaxed);
    return got;
  }
  void stop() override { stops_ = true; }
  bool may_wait() const override { return !file_.is_regular(); }
  /// Takes back bytes that have been looked at: they are the next ones again.
  void give_back(std::string_view bytes) { given_back_.insert(0, bytes); }

  /// Read so far. For any thread.
  std::uint64_t taken() const { return taken_.load(std::memory_order_relaxed); }

 private:
  InputFile& file_;
  std::string given_back_;
  std::atomic<bool> stops_{false};
  std::atomic<std::uint64_t> taken_{0};
};

/// Bytes in memory, of somebody else's.
class MemoryBytes final : public ByteSource {
 public:
  /// `most_at_once` makes it a source that gives little at a time, as a pipe may.
  explicit MemoryBytes(std::string_view bytes, std::size_t most_at_once = SIZE_MAX)
      : bytes_{bytes}, most_{most_at_once} {}

  std::size_t read(char* to, std::size_t count) override {
    std::string_view const part = bytes_.substr(0, count < most_ ? count : most_);
    if (!part.empty()) std::memcpy(to, part.data(), part.size());
    bytes_.remove_prefix(part.size());
    return part.size();
  }

 private:
  std::string_view bytes_;
  std::size_t most_;
};

/// The bytes of a source that are at hand: as many as are wanted, and where they stand.
class ByteWindow {
 public:
  /// Keeps a reference. Reads `step` bytes at once at most.
  explicit ByteWindow(ByteSource& source, std::size_t step = 128U << 10)
      : source_{source}, step_{step} {}

  char const* data() const { return memory_.data() + begin_; }
  std::size_t size() const { return end_ - begin_; }
  std::string_view text() const { return {data(), size()}; }
  unsigned char operator[](std::size_t k) const { return static_cast<unsigned char>(data()[k]); }
  /// Of data()[0] in the source.
  std::uint64_t offset() const { return offset_; }

  void drop(std::size_t count) {
    begin_ += count;
    offset_ += count;
  }

  /// Reads more behind what there is; false at the source's end.
  bool read_more() {
    if (begin_ != 0) {
      std::memmove(memory_.data(), data(), size());
      end_ -= begin_;
      begin_ = 0;
    }
    if (memory_.size() - end_ < step_) memory_.resize(end_ + step_);
    std::size_t const got = source_.read(memory_.data() + end_, step_);
    end_ += got;
    return got != 0;
  }

  /// Whether `count` bytes are at hand, after reading as far as needed.
  bool has(std::size_t count) {
    while (size() < count) {
      if (!read_more()) return false;
    }
    return true;
  }

 private:
  ByteSource& source_;
  std::size_t step_;
  std::vector<char> memory_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t offset_ = 0;
};

}  // namespace hapmill
