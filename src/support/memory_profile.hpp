#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "support/listed_path.hpp"
#include "support/process_memory.hpp"

namespace hapmill {

/// A process and its name in the profile.
struct ProfiledProcess {
  pid_t id;
  std::string name;
};

/// The largest memory among the samples of all processes with one name.
struct PeakMemory {
  std::string name;
  ProcessMemory memory;
};

/// The summary of all samples, in bytes.
struct MemorySummary {
  std::uint64_t sample_count = 0;
  std::vector<PeakMemory> processes;    ///< in the order of their first samples
  std::uint64_t peak_proportional = 0;  ///< largest sum of PSS over all processes at one time
  std::uint64_t peak_resident = 0;      ///< the same for RSS, which counts shared pages repeatedly
  std::uint64_t least_available = 0;    ///< smallest MemAvailable of the system; 0 if it is unknown
};

/// Records the memory of processes over time, in a CSV file if asked for.
///
/// Each sample is written to the file at once, so that the file is complete even if the program is
/// killed because memory runs out. For use by one thread.
class MemoryProfile {
 public:
  /// The time between two samples.
  static constexpr std::chrono::milliseconds interval{100};

  /// Opens the CSV file if there is a `path`. Throws OutputError.
  explicit MemoryProfile(std::optional<OutputPath> const& path);

  /// Takes a sample of each process. A process that has ended is left out.
  void sample(std::span<ProfiledProcess const> processes);
  MemorySummary const& summary() const { return summary_; }
  /// Closes the file. Throws OutputError if it could not be written completely.
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
