#pragma once

#include "bench/gpu/spread.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hapmill::bench {

/// Runs a program `runs` times, after one run that does not count. Returns the seconds from before
/// its start until after its end. Discards its output. Throws std::runtime_error with the command
/// if the program fails.
Spread measure_program(std::vector<std::string> const& command, int runs);

/// Runs a program and returns its standard output. Throws like measure_program().
std::string output_of(std::vector<std::string> const& command);

/// Whether two files hold the same bytes.
bool are_same(std::filesystem::path const& a, std::filesystem::path const& b);

}  // namespace hapmill::bench
