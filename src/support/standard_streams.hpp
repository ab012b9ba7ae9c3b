#pragma once

#include <string_view>

namespace hapmill {

/// Opens closed standard streams in a way that makes their use fail. Otherwise a file that is
/// opened later could take the number of a standard stream and receive its output. Called once, by
/// main().
void reserve_standard_streams();

/// Prints a message for the user. Errors are ignored, because nobody could read about them.
void print_to_standard_error(std::string_view text) noexcept;

}  // namespace hapmill
