#include "rows/row_probe.hpp"

#include <algorithm>

namespace hapmill {

bool RowProbe::read_more() {
  constexpr std::size_t least_bytes = 4096;
  // What is read from end to end in the time of a read elsewhere, on a disk with read-ahead.
  constexpr std::uint64_t cost_of_seek = 64U << 10;
  std::size_t const count = std::max(least_bytes, text_.size());
  cost_ += text_.size() == 0 ? cost_of_seek + count : count;
  if (cost_ > budget_) return false;
  text_.reserve_more(count);
  std::size_t const got = input_.read_at(text_.end(), count, text_begin_ + text_.size());
  text_.grow_size(got);
  return got != 0;
}

}  // namespace hapmill
