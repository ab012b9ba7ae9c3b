// The costs of host runs: a device that pays for every file, so that tests of `--device auto` need
// no large ones.
#include "hapmill/backend/cuda_devices.hpp"

namespace hapmill::cu {

DeviceCosts device_costs() {
  return {.start_seconds = 0, .device_bytes_per_second = 1e18, .cpu_thread_bytes_per_second = 1};
}

}  // namespace hapmill::cu
