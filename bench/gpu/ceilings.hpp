#pragma once

#include "bench/gpu/spread.hpp"

#include <cstddef>

namespace hapmill::bench {

/// What the card and its link copy, in bytes a second.
struct Ceilings {
  Spread device_copy;  ///< from device memory to device memory, bytes read and written together
  Spread to_device;    ///< from pinned memory, nothing else going on
  Spread to_host;
  Spread to_device_of_both;  ///< both directions at once, each by itself
  Spread to_host_of_both;
};

/// Copies `copy_bytes` each time. Throws cu::DeviceError.
Ceilings measure_ceilings(std::size_t copy_bytes, int runs);

}  // namespace hapmill::bench
