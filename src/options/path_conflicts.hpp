#pragma once

#include <string>
#include <vector>

#include "options/convert_options.hpp"

namespace hapmill {

/// A file that options name, `-` for a standard stream.
struct NamedPath {
  std::string what;  ///< for messages: `-o`, `the matrix`
  std::string path;
};

/// Throws UsageError where an output would overwrite a file that is read, or another output.
void refuse_path_conflicts(std::vector<NamedPath> const& inputs,
                           std::vector<NamedPath> const& outputs);
void refuse_path_conflicts(ConvertOptions const& options);

}  // namespace hapmill
