// The costs for kernels on the host: a device is worth its start for every file, so that tests of
// `--device auto` need no large files.
#include "hapmill/backend/cuda_devices.hpp"

namespace hapmill::cu {

DeviceCosts device_costs() {
  return {.start_seconds = 0,
          .device_bytes_per_second = 1e18,
          .cpu_thread_bytes_per_second = 1,
          .host_bytes = 64U << 20};
}

}  // namespace hapmill::cu
