#pragma once

#include <string>

#include "options/planner.hpp"

namespace hapmill {

/// Throws UsageError unless several processes can read the files of the plan: each process opens
/// them by name, so that the matrix and all other files have to be regular files. Files that do not
/// exist pass: whoever opens them reports that.
void require_regular_files(ConvertPlan const& plan);

/// Whether the output is a regular file, or a folder of such with --split-by-contig, so that parts
/// can be joined to it.
bool joins_parts(ConvertPlan const& plan);

/// The absolute path of that file or folder, with symbolic links followed. Throws UsageError where
/// parts cannot be joined to it.
std::string joined_output(ConvertPlan const& plan);

}  // namespace hapmill
