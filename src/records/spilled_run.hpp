#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "bytes/spill_file.hpp"

namespace hapmill {

/// Sorted records in a spill file, each behind its POS and its size.
struct SpilledRun {
  std::uint64_t begin = 0;  ///< offsets in the file
  std::uint64_t end = 0;
  std::uint32_t last_pos = 0;
};

void spill_record(SpillFile& file, std::uint32_t pos, std::string_view record);

/// Reads a spilled run from its first record to its last.
class RunReader {
 public:
  /// Keeps `file`, which is flushed, and `window`, memory to read into: all that it takes, however
  /// large a record is.
  RunReader(SpillFile const& file, SpilledRun const& run, std::span<char> window);

  /// Goes to the next record; false if there is none. The one before has been read by then.
  bool next();
  std::uint32_t pos() const { return pos_; }
  std::size_t size() const { return size_; }
  /// Writes the record, size() bytes, to `target`; once.
  void read_record(char* target) { read(target, size_); }

 private:
  void read(char* target, std::size_t count);

  SpillFile const& file_;
  std::uint64_t offset_;  ///< in the file, behind the window
  std::uint64_t end_;
  std::span<char> window_;
  std::span<char const> unread_;  ///< of the window
  std::uint32_t pos_ = 0;
  std::size_t size_ = 0;
};

}  // namespace hapmill
