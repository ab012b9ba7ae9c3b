#include "convert/progress_style.hpp"

#include <unistd.h>

#include "hapmill/support/errors.hpp"

namespace hapmill {

ProgressStyle progress_style(std::string const& word, std::string const& output) {
  // A table that scrolls by on the same terminal is progress enough.
  bool const prints_table = output == "-" && ::isatty(STDOUT_FILENO) == 1;
  bool const on_terminal = ::isatty(STDERR_FILENO) == 1 && !prints_table;
  if (word == "auto") return on_terminal ? ProgressStyle::line : ProgressStyle::none;
  if (word == "json") return ProgressStyle::json;
  if (word == "none") return ProgressStyle::none;
  throw UsageError{"--progress " + word + " is not one of: auto, json, none"};
}

}  // namespace hapmill
