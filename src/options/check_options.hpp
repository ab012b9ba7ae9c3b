#pragma once

#include <cstdint>

namespace hapmill {

/// What `hapmill check` takes beside the options of `hapmill convert`.
struct CheckOptions {
  bool json = false;
  std::uint64_t row_limit = 0;  ///< 0: all rows
};

}  // namespace hapmill
