#pragma once

#include <string>
#include <vector>

#include "hapmill/support/errors.hpp"

namespace hapmill {

/// Runs the program on its arguments (without its own name). Throws hapmill::Error.
ExitStatus run_command_line(std::vector<std::string> const& arguments);

}  // namespace hapmill
