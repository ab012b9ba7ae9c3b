#pragma once

#include <cstdint>
#include <string>

namespace hapmill::cu {

/// The number of devices that CUDA can use.
struct DeviceCount {
  int count = 0;
  std::string problem;  ///< why there is none, as a clause of a sentence; empty if there is one
};

/// Counts the devices that CUDA can use. Never throws: if the driver is missing or too old,
/// `problem` says so.
DeviceCount count_devices();

/// A device, and how fast it copies from and to pinned memory, in bytes per second.
struct DeviceInfo {
  std::string name;
  int major = 0;  ///< compute capability
  int minor = 0;
  std::uint64_t total_memory = 0;  ///< in bytes
  std::uint64_t free_memory = 0;   ///< in bytes
  double to_device = 0;
  double to_host = 0;
  double both = 0;      ///< sum of both directions when they copy at the same time
  std::string problem;  ///< what failed during the inspection; members that are not known are 0
};

/// Inspects a device and measures its copies, which takes about a tenth of a second. Never throws a
/// DeviceError: `problem` says what failed.
DeviceInfo inspect_device(int device);

/// The figures from which `--device auto` chooses between the CPU and a device.
struct DeviceCosts {
  double start_seconds;                ///< from the first CUDA call to the first chunk
  double device_bytes_per_second;      ///< of the matrix, after the start
  double cpu_thread_bytes_per_second;  ///< of the matrix, by one thread of the CPU backend
  std::uint64_t host_bytes;            ///< host memory that CUDA itself uses
};

/// Returns the measured figures of the machine that they were taken on.
DeviceCosts device_costs();

}  // namespace hapmill::cu
