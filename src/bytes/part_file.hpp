#pragma once

#include <cstdint>
#include <string>
#include <vector>

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

/// Finished files of contigs that wait in a hidden folder until all groups are converted.
struct SplitPart {
  std::string folder;  ///< its name, without the folder of parts that it is in
  std::vector<NamedPartFile> files;
  /// Names of indexes that earlier files may have left, to be removed when these are published.
  std::vector<std::string> outdated;
};

}  // namespace hapmill
