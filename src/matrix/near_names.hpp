#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hapmill {

/// Suggests names for `wanted`, which is unknown: up to three, the nearest first, that differ only
/// in case, or in one or two letters, or that start with it. If there are none, it lists the first
/// few names and how many more there are. The answer is text, such as `is "10a10b" meant?` or
/// `there are "1", "2", "3" and 40 more`.
std::string describe_near_names(std::string_view wanted, std::vector<std::string> const& names);

}  // namespace hapmill
