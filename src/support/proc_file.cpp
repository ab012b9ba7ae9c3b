#include "support/proc_file.hpp"

#include <charconv>
#include <fstream>

namespace hapmill {

void for_each_kilobytes(
    std::string const& path,
    std::function<void(std::string_view key, std::uint64_t bytes)> const& take) {
  std::ifstream file{path};
  for (std::string line; std::getline(file, line);) {
    std::size_t const colon = line.find(':');
    if (colon == std::string::npos || !line.ends_with(" kB")) continue;
    std::size_t const digits = line.find_first_not_of(" \t", colon + 1);
    std::uint64_t kilobytes = 0;
    auto const [end, error] =
        std::from_chars(line.data() + digits, line.data() + line.size() - 3, kilobytes);
    if (error == std::errc{}) take(std::string_view{line}.substr(0, colon), kilobytes * 1024);
  }
}

std::uint64_t read_kilobytes(std::string const& path, std::string_view key) {
  std::uint64_t found = 0;
  for_each_kilobytes(path, [&](std::string_view line_key, std::uint64_t bytes) {
    if (line_key == key) found = bytes;
  });
  return found;
}

}  // namespace hapmill
