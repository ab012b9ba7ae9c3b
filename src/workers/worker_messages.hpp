#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hapmill/model/row_counts.hpp"

namespace hapmill {

/// What a worker tells on its standard error: lines of JSON for us, all else words for the user.
class WorkerMessages {
 public:
  /// Takes what has arrived. @return lines that the user is to see now
  std::vector<std::string> take(std::string const& text);
  /// The same, at the end of what it tells: a last line need not be whole.
  std::vector<std::string> finish() { return take("\n"); }

  std::uint64_t bytes_done() const { return bytes_done_; }
  RowCounts const& rows() const { return rows_; }
  /// It says that the plan does not fit the rows.
  bool breaks_plan() const { return breaks_plan_; }
  /// The words of the error that ended it; empty if it told none.
  std::string const& error() const { return error_; }

 private:
  void read_json(std::string const& line);

  std::string rest_;  ///< of a line that is not whole yet
  std::string error_;
  std::uint64_t bytes_done_ = 0;
  RowCounts rows_;
  bool breaks_plan_ = false;
};

}  // namespace hapmill
