#include "hapmill/backend/cuda_devices.hpp"

namespace hapmill::cu {

/// Assumed, and to be replaced by what a card measures; nothing else in the tree assumes them.
/// - Start: 0.3 s for the driver and the context, and 0.5 GB of pinned memory at 0.5 s a GiB.
/// - Device: the link of a PCIe 5 card, 50 GB/s one way, with records going back at the same time
///   and the page cache copied to pinned memory before.
/// - CPU: between the narrow matrices of docs/performance.md with one fifth and with all of their
///   sites variant.
/// - Memory: what the driver and the context of other programs take.
DeviceCosts device_costs() {
  return {.start_seconds = 0.55,
          .device_bytes_per_second = 20e9,
          .cpu_thread_bytes_per_second = 1.8e9,
          .host_bytes = 512U << 20};
}

}  // namespace hapmill::cu
