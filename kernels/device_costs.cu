#include "hapmill/backend/cuda_devices.hpp"

namespace hapmill::cu {

/// These figures are assumptions until they are measured on a device. No other code depends on
/// them.
/// - Start: 0.3 s for the driver and the context, and 0.5 GB of pinned memory at 0.5 s per GiB.
/// - Device: a PCIe 5 link of 50 GB/s in each direction, shared with the records that are copied
/// back, after a copy from the page cache to pinned memory.
/// - CPU: between the narrow matrices of docs/performance.md with one fifth and with all of their
/// sites variant.
/// - Memory: the size of driver and context in other programs.
DeviceCosts device_costs() {
  return {.start_seconds = 0.55,
          .device_bytes_per_second = 20e9,
          .cpu_thread_bytes_per_second = 1.8e9,
          .host_bytes = 512U << 20};
}

}  // namespace hapmill::cu
