#pragma once

#include "cli/convert_options.hpp"

namespace hapmill {

/// Throws UsageError where an output would overwrite a file that is read, or another output.
void refuse_path_conflicts(ConvertOptions const& options);

}  // namespace hapmill
