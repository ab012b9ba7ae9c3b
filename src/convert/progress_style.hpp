#pragma once

#include <string>

#include "convert/progress.hpp"

namespace hapmill {

/// What --progress asks for, where the result goes to `output`. Throws UsageError.
ProgressStyle progress_style(std::string const& word, std::string const& output);

}  // namespace hapmill
