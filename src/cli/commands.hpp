#pragma once

#include <string>
#include <vector>

#include "hapmill/support/errors.hpp"

namespace hapmill {

/// Each takes the arguments after its name. Throws hapmill::Error.
ExitStatus convert_command(std::vector<std::string> const& arguments);
ExitStatus devices_command(std::vector<std::string> const& arguments);
ExitStatus extract_command(std::vector<std::string> const& arguments);
ExitStatus finalize_command(std::vector<std::string> const& arguments);
ExitStatus generate_command(std::vector<std::string> const& arguments);
ExitStatus plan_command(std::vector<std::string> const& arguments);

}  // namespace hapmill
