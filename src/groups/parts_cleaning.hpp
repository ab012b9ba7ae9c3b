#pragma once

#include <cstddef>
#include <string>

namespace hapmill {

// What hapmill has made in a folder of parts is removed here, one file at a time, and nothing else:
// a name counts as ours only in the one form that it has (see parts_names.hpp), and only where it
// is a regular file, or the folder of a group's contigs' files. In such a folder files go whose
// name `pattern` can give; that is the pattern of --split-by-contig, empty without it. Throws
// OutputError where the folder is a symbolic link or of another user; nothing is removed then.

/// Removes what runs that were killed have left unfinished: temporary files, and files of groups
/// without a manifest. The caller holds the folder's lock, and none of its workers runs.
void remove_unfinished(std::string const& folder, std::string const& pattern = "");

/// Removes all groups too, and the plan.
void remove_groups(std::string const& folder, std::string const& pattern = "");

/// Removes all that is ours, the lock last, and the folder if nothing else is in it. A note on
/// standard error names what stays.
void remove_parts_folder(std::string const& folder, std::string const& pattern = "");

/// Groups that have a manifest; none in a folder that is not ours.
std::size_t count_complete_groups(std::string const& folder);

}  // namespace hapmill
