#pragma once

#include <chrono>
#include <cstdint>

#include "hapmill/model/row_counts.hpp"

namespace hapmill {

enum class ProgressStyle : std::uint8_t { none, line, json };

/// Tells on standard error how far a conversion is: bytes, rows, rate, time left.
class Progress {
 public:
  /// `input_bytes` is 0 where the input's size is not known.
  Progress(ProgressStyle style, std::uint64_t input_bytes);
  ~Progress();
  Progress(Progress const&) = delete;
  Progress& operator=(Progress const&) = delete;

  void set_input_bytes(std::uint64_t input_bytes) { input_bytes_ = input_bytes; }
  void update(std::uint64_t bytes_done, RowCounts const& rows);
  /// Takes the line off the terminal.
  void clear();
  /// The last words, once the output is complete.
  void finish(std::uint64_t bytes_done, RowCounts const& rows);

 private:
  void print_line(std::uint64_t bytes_done, RowCounts const& rows);
  void print_json(std::uint64_t bytes_done, RowCounts const& rows, bool is_done) const;
  double seconds() const;

  using Clock = std::chrono::steady_clock;
  ProgressStyle style_;
  std::uint64_t input_bytes_;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point next_;
  bool is_shown_ = false;
};

}  // namespace hapmill
