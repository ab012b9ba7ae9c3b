#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace hapmill {

/// Calls `take` for each line `Key:   123 kB` of a file below /proc, with the number in bytes. Does
/// nothing if there is no such file.
void for_each_kilobytes(std::string const& path,
                        std::function<void(std::string_view key, std::uint64_t bytes)> const& take);

/// Returns the number of one key, in bytes; 0 if there is none.
std::uint64_t read_kilobytes(std::string const& path, std::string_view key);

}  // namespace hapmill
