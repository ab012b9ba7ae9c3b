#pragma once

#include "bench/gpu/spread.hpp"

#include <cstddef>

namespace hapmill::bench {

/// What the device and its link copy, in bytes per second.
struct Ceilings {
  Spread device_copy;  ///< within device memory, counting the bytes read and the bytes written
  Spread to_device;    ///< from pinned memory, while nothing else runs
  Spread to_host;
  Spread to_device_of_both;  ///< while both directions run at once
  Spread to_host_of_both;
};

/// Copies `copy_bytes` each time. Throws cu::DeviceError.
Ceilings measure_ceilings(std::size_t copy_bytes, int runs);

}  // namespace hapmill::bench
