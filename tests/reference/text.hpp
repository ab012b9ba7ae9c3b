#pragma once

#include <string>
#include <vector>

namespace reference {

/// Returns the lines of a file without their LF or CRLF, and without a byte-order mark before the
/// first.
std::vector<std::string> split_lines(std::string const& text);

std::vector<std::string> split_fields(std::string const& line, char delimiter);

std::string join(std::vector<std::string> const& parts, char delimiter);

/// Whether a text consists of one or more ASCII digits.
bool is_number(std::string const& text);

/// Removes leading zeros: `7` for `007`, `0` for `000`.
std::string without_leading_zeros(std::string const& number);

/// Compares the values of two numbers of any length.
bool number_less(std::string const& left, std::string const& right);

/// Changes ASCII letters to upper case; the bytes of other characters are unchanged.
std::string upper_case(std::string text);

}  // namespace reference
