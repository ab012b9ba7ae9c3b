#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "options/convert_options.hpp"

namespace hapmill {

/// How many workers convert, and on what.
struct WorkerChoice {
  /// [workers] numbers in `visible_devices`, or GroupSchedule::cpu.
  std::vector<int> seat_devices;
  /// As list_visible_devices() has them; empty where no worker has a device.
  std::vector<std::string> visible_devices;
  std::size_t thread_count = 1;  ///< of all workers together

  std::size_t worker_count() const { return seat_devices.size(); }
  /// Threads of the worker on this seat: its share, at least one, where there is work for so many
  /// workers.
  std::size_t threads_of(std::size_t seat, std::size_t busy_count) const;
  std::size_t threads_of(std::size_t seat) const { return threads_of(seat, worker_count()); }
};

/// Size of the matrix if it is a regular file, and 0 if not.
std::uint64_t matrix_bytes(ConvertOptions const& options);

/// What --workers, --devices, --device and --threads ask for. `input_bytes` are
/// matrix_bytes(). Throws UsageError, and Error where a device is not there.
WorkerChoice choose_workers(ConvertOptions const& options, std::uint64_t input_bytes);

}  // namespace hapmill
