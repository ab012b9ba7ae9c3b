#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace hapmill {

/// A growing array of bytes that are written before they are read.
///
/// The memory is never zeroed. `slack` bytes past the capacity can be read and written as well, so
/// that vector loads and stores need no special case at the end.
///
/// A buffer may start in memory that somebody else owns and lends to it, such as pinned memory.
/// When the bytes outgrow lent memory, they move to memory that the buffer owns, and return to lent
/// memory at the next clear().
class ByteBuffer {
 public:
  /// Number of bytes past the capacity that may be read and written.
  static constexpr std::size_t slack = 256;

  ByteBuffer() = default;
  ByteBuffer(ByteBuffer&& other) noexcept { swap(other); }
  ByteBuffer& operator=(ByteBuffer&& other) noexcept {
    swap(other);
    return *this;
  }
  ByteBuffer(ByteBuffer const&) = delete;
  ByteBuffer& operator=(ByteBuffer const&) = delete;
  ~ByteBuffer() { std::free(own_); }

  /// The first byte; null as long as the buffer has no memory.
  char* data() { return data_; }
  char const* data() const { return data_; }
  /// The place of the next byte to be appended.
  char* end() { return data_ + size_; }
  std::size_t size() const { return size_; }
  /// Bytes that the buffer holds without growing, slack not counted.
  std::size_t capacity() const { return capacity_; }

  /// Empties the buffer; keeps its memory.
  void clear() {
    size_ = 0;
    if (lent_ == nullptr) return;
    data_ = lent_;
    capacity_ = lent_capacity_;
  }
  /// Sets the size after bytes were written through data(). `size` is at most the capacity.
  void set_size(std::size_t size) { size_ = size; }
  /// Adds `count` bytes, already written at end(), to the size.
  void grow_size(std::size_t count) { size_ += count; }

  /// Empties the buffer, which from now on starts in `memory`. That memory has `capacity` + slack
  /// bytes, belongs to the caller and outlives the buffer.
  void lend(char* memory, std::size_t capacity) {
    lent_ = memory;
    lent_capacity_ = capacity;
    clear();
  }

  /// Makes room for `count` more bytes and keeps the present ones. If the buffer grows, then by at
  /// least half. Throws std::bad_alloc.
  void reserve_more(std::size_t count) {
    if (count > capacity_ - size_) grow(count);
  }

  /// Appends a copy of `count` bytes at `text`. Throws std::bad_alloc.
  void append(char const* text, std::size_t count) {
    reserve_more(count);
    if (count != 0) std::memcpy(data_ + size_, text, count);
    size_ += count;
  }

 private:
  void grow(std::size_t count) {
    std::size_t capacity = capacity_ + capacity_ / 2;
    if (capacity < size_ + count) capacity = size_ + count;
    if (own_capacity_ < capacity) {
      auto* const grown = static_cast<char*>(std::realloc(own_, capacity + slack));
      if (grown == nullptr) throw std::bad_alloc{};
      own_ = grown;
      own_capacity_ = capacity;
    }
    // The bytes leave lent memory for the first time since the last clear().
    if (lent_ != nullptr && data_ == lent_) std::memcpy(own_, lent_, size_);
    data_ = own_;
    capacity_ = own_capacity_;
  }

  void swap(ByteBuffer& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    std::swap(own_, other.own_);
    std::swap(own_capacity_, other.own_capacity_);
    std::swap(lent_, other.lent_);
    std::swap(lent_capacity_, other.lent_capacity_);
  }

  char* data_ = nullptr;  ///< own_ or lent_
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  char* own_ = nullptr;
  std::size_t own_capacity_ = 0;
  char* lent_ = nullptr;
  std::size_t lent_capacity_ = 0;
};

}  // namespace hapmill
