#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "options/convert_options.hpp"

namespace hapmill {

/// The options of `hapmill check`: those of convert and a few of its own.
struct CheckOptions {
  ConvertOptions convert;
  bool as_json = false;
  std::uint64_t row_limit = 0;  ///< rows to read; 0: all rows
};

/// The options of `hapmill plan`: those of convert and a few of its own.
struct PlanOptions {
  ConvertOptions convert;
  std::uint64_t group_count = 1;  ///< groups asked for
  bool as_json = false;
};

/// The text of `hapmill convert --help`, and of the other commands that take its options.
std::string convert_help();
std::string check_help();
std::string plan_help();

/// Parse the arguments of a command, without its name; none if they ask for help. Throw UsageError.
std::optional<ConvertOptions> parse_convert_arguments(std::vector<std::string> const& arguments);
std::optional<CheckOptions> parse_check_arguments(std::vector<std::string> const& arguments);
std::optional<PlanOptions> parse_plan_arguments(std::vector<std::string> const& arguments);

}  // namespace hapmill
