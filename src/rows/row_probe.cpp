#include "rows/row_probe.hpp"

#include <algorithm>

namespace hapmill {

bool RowProbe::holds_site(Row first_bytes) const {
  std::uint32_t const last_field = std::max(shape_.chrom_field, shape_.pos_field);
  FieldWalk walk{first_bytes, shape_};
  FieldSpan field;
  for (std::uint32_t k = 0; k <= last_field; ++k) {
    if (!walk.next(field)) return false;
  }
  return walk.next(field);
}

bool RowProbe::read_more(std::uint64_t most) {
  constexpr std::size_t least_bytes = 4096;
  // What a disk with read-ahead reads from end to end in the time of one jump.
  constexpr std::uint64_t bytes_per_jump = 64U << 10;
  auto const count =
      static_cast<std::size_t>(std::min<std::uint64_t>(std::max(least_bytes, text_.size()), most));
  if (text_.size() == 0) ++jumps_;
  if (text_.size() > max_row_bytes || jumps_ > stretch_bytes_ / bytes_per_jump ||
      bytes_read_ + count > stretch_bytes_ / 4) {
    return false;
  }
  text_.reserve_more(count);
  std::size_t const got = input_.read_at(text_.end(), count, text_begin_ + text_.size());
  text_.grow_size(got);
  bytes_read_ += got;
  return got != 0;
}

}  // namespace hapmill
