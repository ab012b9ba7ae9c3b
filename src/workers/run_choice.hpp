#pragma once

#include <cstdint>

#include "options/convert_options.hpp"
#include "options/planner.hpp"
#include "workers/worker_choice.hpp"

namespace hapmill {

/// What `hapmill convert` does.
enum class RunKind : std::uint8_t {
  one,      ///< converts the matrix in this process
  group,    ///< converts one group of a plan
  workers,  ///< converts the matrix by several processes
  clean,    ///< removes the parts of an earlier run
};

/// A kind of run, and what it needs.
struct RunChoice {
  RunKind kind = RunKind::one;
  ConvertPlan plan;      ///< not for a group, whose options are in its plan file
  WorkerChoice workers;  ///< for RunKind::workers
};

/// Decides the kind of run, and plans it. Throws UsageError, also where a run of one process would
/// overwrite what others have left or are writing.
RunChoice choose_run(ConvertOptions const& options);

}  // namespace hapmill
