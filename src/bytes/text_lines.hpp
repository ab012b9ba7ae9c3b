#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/listed_path.hpp"

namespace hapmill {

/// Lines of a text: LF or CRLF, the last newline optional.
std::vector<std::string> split_lines(std::string_view text);

/// Fields of a line; at least one.
std::vector<std::string> split_fields(std::string_view line, char delimiter);

/// Whole contents of a small file (64 MiB at most), less a UTF-8 byte-order mark. Throws
/// InputError.
std::string read_small_file(InputPath const& path);

/// Text in quotes, fit for a message: cut to 40 bytes, control bytes and what is no UTF-8 as
/// escapes.
std::string quoted(std::string_view text);

}  // namespace hapmill
