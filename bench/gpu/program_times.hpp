#pragma once

#include "bench/gpu/spread.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hapmill::bench {

/// Runs a program to its end `runs` times after one run that does not count, from before it starts
/// until it was waited for, in seconds. Its output goes nowhere. Throws std::runtime_error, with
/// the command, where it fails.
Spread measure_program(std::vector<std::string> const& command, int runs);

/// Standard output of a program. Throws as above.
std::string output_of(std::vector<std::string> const& command);

/// Whether two files hold the same bytes.
bool are_same(std::filesystem::path const& a, std::filesystem::path const& b);

}  // namespace hapmill::bench
