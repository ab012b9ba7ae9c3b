#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace hapmill {

/// Growing memory for bytes that are written before they are read: never zeroed, and readable
/// and writable `slack` bytes past its capacity, so that vector loads and stores need no tail.
class ByteBuffer {
 public:
  static constexpr std::size_t slack = 256;

  ByteBuffer() = default;
  ByteBuffer(ByteBuffer&& other) noexcept
      : data_{std::exchange(other.data_, nullptr)},
        size_{std::exchange(other.size_, 0)},
        capacity_{std::exchange(other.capacity_, 0)} {}
  ByteBuffer& operator=(ByteBuffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ByteBuffer(ByteBuffer const&) = delete;
  ByteBuffer& operator=(ByteBuffer const&) = delete;
  ~ByteBuffer() { std::free(data_); }

  char* data() { return data_; }
  char const* data() const { return data_; }
  char* end() { return data_ + size_; }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }

  void clear() { size_ = 0; }
  /// `size` is at most the capacity.
  void set_size(std::size_t size) { size_ = size; }
  void grow_size(std::size_t count) { size_ += count; }

  /// Room for `count` bytes more; grows by at least half, keeps what is there.
  void reserve_more(std::size_t count) {
    if (count <= capacity_ - size_) return;
    std::size_t capacity = capacity_ + capacity_ / 2;
    if (capacity < size_ + count) capacity = size_ + count;
    auto* const grown = static_cast<char*>(std::realloc(data_, capacity + slack));
    if (grown == nullptr) throw std::bad_alloc{};
    data_ = grown;
    capacity_ = capacity;
  }

  void append(char const* text, std::size_t count) {
    reserve_more(count);
    if (count != 0) std::memcpy(data_ + size_, text, count);
    size_ += count;
  }

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace hapmill
