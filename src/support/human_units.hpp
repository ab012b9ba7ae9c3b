#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hapmill {

// Numbers as text for people.

/// Returns a size in decimal units, such as `1.4 GB`.
std::string human_bytes(std::uint64_t bytes);
/// Returns a count such as `4,000,000`.
std::string human_count(std::uint64_t count);
/// Returns a count of things, such as `1 contig` or `1,000 contigs`. The plural of `what` has an s.
std::string human_number(std::uint64_t count, std::string_view what);
/// Returns a time such as `0.34 s`, `12 s`, `3 min 20 s` or `2 h 5 min`.
std::string human_time(double seconds);

}  // namespace hapmill
