#pragma once

#include <string>

#include "options/planner.hpp"

namespace hapmill {

/// The folder OUTPUT.parts of this conversion, for all files that are not finished. Throws
/// UsageError if the output is not a regular file.
std::string parts_folder(ConvertPlan const& plan);

/// The plan of a run with workers.
std::string plan_path(std::string const& folder);
bool has_plan(std::string const& folder);

/// Throws UsageError if another run has the folder's lock. `output` is what messages call the
/// result.
void refuse_locked_parts(std::string const& folder, std::string const& output);

/// Throws UsageError if the folder holds parts, which another run would remove.
void refuse_leftovers(std::string const& folder);

/// Removes the folder with all that is ours, for --clean. Throws UsageError if it is locked.
void clean_parts(ConvertPlan const& plan);

}  // namespace hapmill
