#pragma once

#include <string>

namespace hapmill {

/// Removes from a folder of parts what runs that were killed have left unfinished: temporary files,
/// and files of groups without a manifest. The caller holds its lock, and none of its workers runs.
void remove_unfinished(std::string const& folder);

/// Removes all groups too, and the plan.
void remove_groups(std::string const& folder);

/// Removes all that is ours, the lock last, and the folder if nothing else is in it.
void remove_parts_folder(std::string const& folder);

/// Groups that have a manifest.
std::size_t count_complete_groups(std::string const& folder);

}  // namespace hapmill
