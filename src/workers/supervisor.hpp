#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "convert/progress.hpp"
#include "hapmill/model/row_counts.hpp"
#include "support/memory_profile.hpp"
#include "workers/group_schedule.hpp"
#include "workers/worker_process.hpp"

namespace hapmill {

/// A group as the supervisor sees it.
struct SupervisedGroup {
  std::string contigs;       ///< for messages
  std::uint64_t bytes = 0;   ///< of the matrix
  bool is_complete = false;  ///< its part is there already
  RowCounts rows{};          ///< of a complete one
};

/// The workers of a run.
struct WorkerTeam {
  /// The device of each seat; their number is how many workers run at once.
  std::vector<int> seat_devices;
  /// How a group is started on a seat.
  std::function<WorkerLaunch(GroupSchedule::Start const& start)> make_launch;
  /// A device's name, for messages.
  std::function<std::string(int device)> device_name;
};

/// How it went.
struct Supervision {
  GroupSchedule::Outcome outcome{};
  std::size_t group = 0;             ///< the one that failed
  int exit_code = 0;                 ///< of its worker, -1 where a signal ended it
  std::string words;                 ///< what its worker told, or how it ended
  std::vector<std::size_t> missing;  ///< groups that are not there
};

/// Runs a worker for each group that is not there, and returns when none runs any more. Tells the
/// user of workers that die. Takes samples of everybody's memory if there is a profile. Throws
/// Interrupted; workers are killed then too.
Supervision supervise(std::vector<SupervisedGroup> const& groups, WorkerTeam const& team,
                      Progress& progress, MemoryProfile* profile = nullptr);

}  // namespace hapmill
