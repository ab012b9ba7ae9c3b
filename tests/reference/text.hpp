#pragma once

#include <string>
#include <vector>

namespace reference {

/// The lines of a file without their LF or CRLF and without a byte-order mark before the first.
std::vector<std::string> split_lines(std::string const& text);

std::vector<std::string> split_fields(std::string const& line, char delimiter);

std::string join(std::vector<std::string> const& parts, char delimiter);

/// One or more ASCII digits and nothing else.
bool is_number(std::string const& text);

/// `7` for `007`, `0` for `000`.
std::string without_leading_zeros(std::string const& number);

/// By value for two numbers of any length.
bool number_less(std::string const& left, std::string const& right);

/// ASCII letters only; the bytes of other characters stay.
std::string upper_case(std::string text);

}  // namespace reference
