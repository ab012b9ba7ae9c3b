#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "hapmill/support/byte_buffer.hpp"

namespace hapmill {

/// Records of one contig in memory, as they came, and their order by POS.
class RecordRun {
 public:
  /// What a record takes beside its text.
  static constexpr std::size_t bytes_a_record = 2 * sizeof(std::uint64_t);

  void append(std::uint32_t pos, std::string_view record) {
    assert(keys_.size() < std::numeric_limits<std::uint32_t>::max());
    std::uint64_t const key = std::uint64_t{pos} << 32 | keys_.size();
    is_sorted_ = is_sorted_ && (keys_.empty() || keys_.back() < key);
    keys_.push_back(key);
    begins_.push_back(text_.size());
    text_.append(record.data(), record.size());
  }

  bool is_empty() const { return keys_.empty(); }
  /// Memory in use.
  std::size_t bytes() const { return text_.size() + keys_.size() * bytes_a_record; }

  /// The records as they came, which is their order where is_sorted().
  std::string_view text() const { return {text_.data(), text_.size()}; }
  bool is_sorted() const { return is_sorted_; }

  /// Brings all that follow into order by POS; records at one POS stay as they came.
  void sort() {
    // Ordinals make all keys differ: no need for a stable sort and its memory.
    if (!is_sorted_) std::sort(keys_.begin(), keys_.end());
  }
  std::uint32_t first_pos() const { return pos_of(keys_.front()); }
  std::uint32_t last_pos() const { return pos_of(keys_.back()); }
  /// Calls visit(pos, record) for each record.
  template <class Visit>
  void visit(Visit const& visit) const {
    for (std::uint64_t const key : keys_) visit(pos_of(key), record(key));
  }

  void clear() {
    text_.clear();
    keys_.clear();
    begins_.clear();
    is_sorted_ = true;
  }

  /// Its memory, at least `size` bytes, for another use until the next append(); the run is empty.
  std::span<char> lend(std::size_t size) {
    assert(is_empty());
    text_.reserve_more(size);
    return {text_.data(), text_.capacity()};
  }

 private:
  static std::uint32_t pos_of(std::uint64_t key) { return static_cast<std::uint32_t>(key >> 32); }

  std::string_view record(std::uint64_t key) const {
    std::size_t const ordinal = key & std::numeric_limits<std::uint32_t>::max();
    std::size_t const begin = begins_[ordinal];
    std::size_t const end = ordinal + 1 < begins_.size() ? begins_[ordinal + 1] : text_.size();
    return {text_.data() + begin, end - begin};
  }

  ByteBuffer text_;
  std::vector<std::uint64_t> keys_;    ///< POS, then ordinal of a record
  std::vector<std::uint64_t> begins_;  ///< [ordinal] in the text
  bool is_sorted_ = true;
};

}  // namespace hapmill
