#pragma once

#include <cstdint>

#include "hapmill/model/row_fields.hpp"

namespace hapmill {

/// Positions of a contig, from 1, both ends included.
struct PosRange {
  std::uint32_t first = 1;
  std::uint32_t last = max_pos;

  bool is_whole() const { return first <= 1 && last >= max_pos; }
  friend bool operator==(PosRange const&, PosRange const&) = default;
};

}  // namespace hapmill
