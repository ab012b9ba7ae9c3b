#pragma once

#include <string_view>

#include "bytes/output_file.hpp"

namespace hapmill {

/// Prints words that were asked for, as --help does. Throws OutputError.
inline void print_to_standard_output(std::string_view text) {
  OutputFile out{OutputPath::standard_output()};
  out.write(text);
  out.publish();
}

}  // namespace hapmill
