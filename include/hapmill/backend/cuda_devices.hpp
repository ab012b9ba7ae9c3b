#pragma once

#include <cstdint>
#include <string>

namespace hapmill::cu {

/// The cards that CUDA can use.
struct DeviceCount {
  int count = 0;
  std::string problem;  ///< why there is none, as a clause; empty where there is one
};

/// Never throws: no driver or one that is too old is `problem`.
DeviceCount count_devices();

/// A card, and what it copies from and to pinned memory, in bytes a second.
struct DeviceInfo {
  std::string name;
  int major = 0;  ///< compute capability
  int minor = 0;
  std::uint64_t total_memory = 0;
  std::uint64_t free_memory = 0;
  double to_device = 0;
  double to_host = 0;
  double both = 0;      ///< both ways at once, together
  std::string problem;  ///< what failed while it was looked at; members not come by are 0
};

/// Looks at a card and measures its copies, which takes about a tenth of a second. Never throws a
/// DeviceError: see `problem`.
DeviceInfo inspect_device(int device);

/// What `--device auto` weighs.
struct DeviceCosts {
  double start_seconds;                ///< from the first call of CUDA's to the first chunk
  double device_bytes_per_second;      ///< of matrix, once it runs
  double cpu_thread_bytes_per_second;  ///< of matrix, by a thread of the CPU backend
  std::uint64_t host_bytes;            ///< memory of the host that CUDA takes for itself
};

DeviceCosts device_costs();

}  // namespace hapmill::cu
