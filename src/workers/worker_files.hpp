#pragma once

#include "options/convert_options.hpp"

namespace hapmill {

/// Whether the output is a regular file, or a folder of such, as parts are joined to.
bool goes_to_file(ConvertOptions const& options);

/// Refuses what workers cannot take, saying of a matrix that is missing, empty or compressed that
/// it is that. Throws InputError, UsageError.
[[noreturn]] void refuse_streams(ConvertOptions const& options);

/// Refuses pipes as files of options: every worker reads these, and a pipe can be read but once.
/// Throws UsageError.
void refuse_pipes(ConvertOptions const& options);

}  // namespace hapmill
