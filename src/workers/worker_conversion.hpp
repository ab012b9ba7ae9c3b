#pragma once

#include <optional>

#include "hapmill/support/errors.hpp"
#include "options/convert_options.hpp"

namespace hapmill {

/// Converts by workers, each a process with a group of the plan, and joins their parts, where the
/// options ask for more than one worker or for what an earlier such run has left. Else nothing is
/// done, save that the device of the only worker goes into the options.
///
/// Until the output is complete, all that there is of it stands in the folder OUTPUT.parts; what is
/// worth completing stays there if the run fails. @return none if it is one process's to convert.
/// Throws hapmill::Error.
std::optional<ExitStatus> convert_by_workers(ConvertOptions& options);

}  // namespace hapmill
