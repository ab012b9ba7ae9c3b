#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace hapmill::test {

/// The outcomes of runs that were killed.
struct KillCounts {
  std::uint64_t kills = 0;
  std::uint64_t between_bytes = 0;  ///< killed between the first and the last byte of output
  std::uint64_t of_workers = 0;
  std::uint64_t resumed = 0;  ///< refused cleanly, then completed by --resume
  std::uint64_t at_once = 0;  ///< completed in spite of the signal
};

/// Runs `convert --workers` on a matrix of `row_count` rows and kills the coordinator or a worker,
/// `kill_count` times, with a signal and at a place in the output that depend on the seed. Fails if
/// a result differs from that of a run in one process, or if a process or an unexpected file is
/// left.
KillCounts kill_runs(std::uint64_t first_seed, std::uint64_t kill_count, std::uint64_t row_count);

/// Returns the running workers of a coordinator.
std::vector<pid_t> workers_of(pid_t parent);

/// Returns the processes that have `text` in their arguments.
std::string processes_with(std::string const& text);

}  // namespace hapmill::test
