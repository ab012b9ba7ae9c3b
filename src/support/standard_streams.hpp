#pragma once

#include <string_view>

namespace hapmill {

/// Fills closed standard streams with descriptors that fail on use, so that no file that is opened
/// later takes the place of one and gets its words. Called once, by main.
void reserve_standard_streams();

/// Prints words for the user; does nothing where nobody can read them.
void print_to_standard_error(std::string_view text) noexcept;

}  // namespace hapmill
