#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hapmill {

/// Up to three of the names that `wanted` may be meant for, the nearest first: those that differ in
/// case only, else by a letter or two, or go on after it. Without any, the first few and how many
/// there are. In words, as `is "10a10b" meant?` or `there are "1", "2", "3" and 40 more`.
std::string describe_near_names(std::string_view wanted, std::vector<std::string> const& names);

}  // namespace hapmill
