#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/convert_options.hpp"

namespace hapmill {

/// The text of `hapmill convert --help`.
std::string convert_help();

/// Parses the arguments of `hapmill convert`; none if they ask for help. Throws UsageError.
std::optional<ConvertOptions> parse_convert_arguments(std::vector<std::string> const& arguments);

}  // namespace hapmill
