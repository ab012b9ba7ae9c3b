#pragma once

#include <cstdint>
#include <string>

namespace hapmill {

/// Length and CRC-32 of a finished file, by which a later process checks that it is whole.
struct PartFile {
  std::uint64_t bytes = 0;
  std::uint32_t crc32 = 0;
};

/// A finished file and its name inside its folder.
struct NamedPartFile {
  std::string name;
  PartFile file;
};

}  // namespace hapmill
