#pragma once

#include <cstdint>
#include <string>

namespace hapmill {

/// `1.4 GB`, decimal units.
std::string human_bytes(std::uint64_t bytes);
/// `4,000,000`.
std::string human_count(std::uint64_t count);
/// `0.34 s`, `12 s`, `3 min 20 s`, `2 h 5 min`.
std::string human_time(double seconds);

}  // namespace hapmill
