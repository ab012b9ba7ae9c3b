#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hapmill {

/// `1.4 GB`, decimal units.
std::string human_bytes(std::uint64_t bytes);
/// `4,000,000`.
std::string human_count(std::uint64_t count);
/// `1 contig`, `1,000 contigs`: what takes an s in the plural.
std::string human_number(std::uint64_t count, std::string_view what);
/// `0.34 s`, `12 s`, `3 min 20 s`, `2 h 5 min`.
std::string human_time(double seconds);

}  // namespace hapmill
