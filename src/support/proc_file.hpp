#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace hapmill {

/// Gives each `Key:   123 kB` line of a file below /proc, in bytes; nothing where there is no such
/// file.
void for_each_kilobytes(std::string const& path,
                        std::function<void(std::string_view key, std::uint64_t bytes)> const& take);

/// The line of one key; 0 where there is none.
std::uint64_t read_kilobytes(std::string const& path, std::string_view key);

}  // namespace hapmill
