#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "options/convert_options.hpp"
#include "support/listed_path.hpp"

namespace hapmill {

/// How many workers convert, and with which devices.
struct WorkerChoice {
  /// [workers] numbers in `visible_devices`, or GroupSchedule::cpu.
  std::vector<int> seat_devices;
  /// As list_visible_devices() has them; empty where no worker has a device.
  std::vector<std::string> visible_devices;
  std::size_t thread_count = 1;  ///< of all workers together

  std::size_t worker_count() const { return seat_devices.size(); }
  /// Threads of the worker on this seat while `busy_count` workers have work: its share, at least
  /// one.
  std::size_t threads_of(std::size_t seat, std::size_t busy_count) const;
  std::size_t threads_of(std::size_t seat) const { return threads_of(seat, worker_count()); }
};

/// Size of the matrix in bytes if it can be read at any offset, else 0.
std::uint64_t matrix_bytes(std::vector<InputPath> const& paths);

/// The workers that --workers, --devices, --device and --threads ask for. `input_bytes` are
/// matrix_bytes(), or 0 where the rows cannot be shared: then auto is one worker. Throws
/// UsageError, and Error where a device does not exist.
WorkerChoice choose_workers(ConvertOptions const& options, std::uint64_t input_bytes);

}  // namespace hapmill
