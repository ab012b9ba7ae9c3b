#pragma once

#include "bytes/file_list.hpp"
#include "dialects/reference_sequence.hpp"

#include <string>
#include <vector>

namespace hapmill::test {

/// The path of a file that a test reads, of a list of its own.
inline InputPath input_path(std::string const& path) { return FileList{}.reads("a file", path); }

inline std::vector<InputPath> input_paths(std::vector<std::string> const& paths) {
  std::vector<InputPath> listed;
  for (auto const& path : paths) listed.push_back(input_path(path));
  return listed;
}

/// The path of a file that a test writes, of a list of its own.
inline OutputPath output_path(std::string const& path) { return FileList{}.writes("-o", path); }

inline ReferencePaths reference_paths(std::string const& path) {
  return {input_path(path), input_path(path + ".fai"), input_path(path + ".gzi")};
}

}  // namespace hapmill::test
