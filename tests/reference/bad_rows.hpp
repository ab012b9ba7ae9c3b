#pragma once

#include "reference_policies.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace reference {

/// Whether a text is a decimal number from 1 to 2147483647.
bool is_position(std::string const& text);

/// Returns why a row is bad, in one word; empty for a good row. Half-calls and rows that VCF cannot
/// express are checked later, and only in rows that would be written.
std::string check_row(std::string const& row, std::vector<std::string> const& fields,
                      std::size_t column_count, Policies const& policies);

}  // namespace reference
