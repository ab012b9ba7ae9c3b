#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "support/process_memory.hpp"

namespace hapmill {

/// A process of a run, by the name that the profile gives it.
struct ProfiledProcess {
  pid_t id;
  std::string name;
};

/// The most that a process, or all of them that had its name, was seen to hold.
struct PeakMemory {
  std::string name;
  ProcessMemory memory;
};

/// What all samples of a run come to, in bytes.
struct MemorySummary {
  std::uint64_t sample_count = 0;
  std::vector<PeakMemory> processes;    ///< in the order in which they were first seen
  std::uint64_t peak_proportional = 0;  ///< greatest sum of PSS over all processes at one time
  std::uint64_t peak_resident = 0;      ///< the same of RSS, which counts shared pages repeatedly
  std::uint64_t least_available = 0;    ///< MemAvailable of the system; 0 if it was never told
};

/// Memory of a run's processes through time.
///
/// The file is a log: rows reach it as they are taken, so that it is there when the run dies, as it
/// does when memory runs out. For one thread.
class MemoryProfile {
 public:
  /// Between one sample and the next.
  static constexpr std::chrono::milliseconds interval{100};

  /// Writes CSV to `path` if there is one. Throws OutputError.
  explicit MemoryProfile(std::optional<std::string> const& path);

  void sample(std::span<ProfiledProcess const> processes);
  MemorySummary const& summary() const { return summary_; }
  /// Throws OutputError if a row has not reached the file.
  void finish();

 private:
  void write_row(ProfiledProcess const& process, ProcessMemory const& memory,
                 std::uint64_t available, double seconds);
  void keep_peak(ProfiledProcess const& process, ProcessMemory const& memory);

  using Clock = std::chrono::steady_clock;
  Clock::time_point begin_ = Clock::now();
  std::string path_;
  std::ofstream file_;
  MemorySummary summary_;
};

}  // namespace hapmill
