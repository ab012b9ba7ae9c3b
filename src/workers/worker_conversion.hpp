#pragma once

#include "hapmill/support/errors.hpp"
#include "options/planner.hpp"
#include "workers/worker_choice.hpp"

namespace hapmill {

/// Converts by workers, each a process with one group at a time, and joins their parts. With
/// `resumes`, groups that an earlier run has completed are not converted again.
///
/// Until the output is complete, all of it is in the folder OUTPUT.parts. If the run fails, the
/// complete groups stay there. Throws hapmill::Error.
ExitStatus convert_by_workers(ConvertPlan const& convert, WorkerChoice choice, bool resumes);

}  // namespace hapmill
