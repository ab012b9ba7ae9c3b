#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace hapmill::test {

/// What became of runs that were killed.
struct KillCounts {
  std::uint64_t kills = 0;
  std::uint64_t between_bytes = 0;  ///< between the first and the last byte of output
  std::uint64_t of_workers = 0;
  std::uint64_t resumed = 0;  ///< refused cleanly and completed by --resume
  std::uint64_t at_once = 0;  ///< done all the same
};

/// Runs `convert --workers` on a matrix of `row_count` rows and kills the coordinator or a worker,
/// by a signal and at a place in the output that the seed chooses, `kill_count` times. Fails where
/// a result is not the one of a run in one process, and where a process or a file is left that
/// should not be.
KillCounts kill_runs(std::uint64_t first_seed, std::uint64_t kill_count, std::uint64_t row_count);

/// Its workers that run.
std::vector<pid_t> workers_of(pid_t parent);

/// Processes that have `text` among their arguments.
std::string processes_with(std::string const& text);

}  // namespace hapmill::test
