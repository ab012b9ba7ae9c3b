#pragma once

#include <cstdint>

#include "hapmill/model/row_fields.hpp"

namespace hapmill {

/// A range of positions on a contig, counted from 1; both ends belong to it.
struct PosRange {
  std::uint32_t first = 1;
  std::uint32_t last = max_pos;

  /// Whether the range contains every position that a row can have.
  bool is_whole() const { return first <= 1 && last >= max_pos; }
  friend bool operator==(PosRange const&, PosRange const&) = default;
};

}  // namespace hapmill
