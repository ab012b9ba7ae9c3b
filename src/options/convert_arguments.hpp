#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "options/check_options.hpp"
#include "options/convert_options.hpp"

namespace hapmill {

/// The text of `hapmill convert --help`.
std::string convert_help();
/// The text of `hapmill check --help`.
std::string check_help();

/// Parses the arguments of `hapmill convert`, or where `check` is given those of `hapmill check`,
/// which takes a few more; none if they ask for help. Throws UsageError.
std::optional<ConvertOptions> parse_convert_arguments(std::vector<std::string> const& arguments,
                                                      CheckOptions* check = nullptr);

/// The text of `hapmill plan --help`.
std::string plan_help();

/// What the user asks of `hapmill plan`.
struct PlanOptions {
  ConvertOptions convert;
  std::uint64_t group_count = 1;
  bool as_json = false;
};

/// Parses the arguments of `hapmill plan`, which are those of convert and a few more; none if they
/// ask for help. Throws UsageError.
std::optional<PlanOptions> parse_plan_arguments(std::vector<std::string> const& arguments);

}  // namespace hapmill
