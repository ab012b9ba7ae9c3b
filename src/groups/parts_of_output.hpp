#pragma once

#include <string>

#include "bytes/file_list.hpp"
#include "options/planner.hpp"

namespace hapmill {

/// The folder OUTPUT.parts of this conversion, for all files that are not finished. Throws
/// UsageError if the output is not a regular file.
std::string parts_folder(ConvertPlan const& plan);

/// Enters that folder into the list of the run's files; see the other list_parts(). Throws
/// UsageError.
OwnFolder list_parts(ConvertPlan const& plan);

/// The plan of a run with workers.
std::string plan_path(std::string const& folder);
bool has_plan(std::string const& folder);

/// The names of the files of --split-by-contig, with `{contig}` in them, by which those in a folder
/// of parts are known; empty without that option.
std::string split_pattern(ConvertPlan const& plan);

/// Throws UsageError if another run has the folder's lock. `output` is what messages call the
/// result.
void refuse_locked_parts(std::string const& folder, std::string const& output);

/// Throws UsageError if the folder holds parts, which another run would remove.
void refuse_leftovers(std::string const& folder);

/// Removes the folder with all that is ours, for --clean. Throws UsageError if it is locked.
void clean_parts(ConvertPlan const& plan);

}  // namespace hapmill
