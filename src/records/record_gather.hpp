#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "hapmill/support/byte_buffer.hpp"
#include "records/record_writer.hpp"

namespace hapmill {

/// Gives records to a writer, many in a call.
class RecordGather {
 public:
  explicit RecordGather(RecordWriter& next) : next_{next} {}

  /// A segment begins with the next record.
  void begin_segment() { segment_begins_.push_back(buffer_.size()); }

  /// Appends whole records; many are not copied.
  void append(std::string_view records) {
    if (records.size() < call_bytes) {
      std::copy_n(records.data(), records.size(), extend(records.size()));
      return;
    }
    flush();
    next_.write(records.data(), records.size(), {});
  }

  /// Room for a record of `size` bytes, for the caller to write.
  char* extend(std::size_t size) {
    if (buffer_.size() + size > call_bytes) flush();
    buffer_.reserve_more(size);
    char* const record = buffer_.end();
    buffer_.grow_size(size);
    return record;
  }

  void flush() {
    if (buffer_.size() == 0 && segment_begins_.empty()) return;
    next_.write(buffer_.data(), buffer_.size(), segment_begins_);
    buffer_.clear();
    segment_begins_.clear();
  }

 private:
  static constexpr std::size_t call_bytes = std::size_t{256} << 10;

  RecordWriter& next_;
  ByteBuffer buffer_;
  std::vector<std::uint64_t> segment_begins_;
};

}  // namespace hapmill
