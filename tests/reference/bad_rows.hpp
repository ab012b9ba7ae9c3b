#pragma once

#include "reference_policies.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace reference {

/// A decimal number from 1 to 2147483647.
bool is_position(std::string const& text);

/// Why a row is bad, in one word; empty for a good row. Half-calls, and what VCF cannot hold, are
/// looked for later, and only in rows that would be written.
std::string check_row(std::string const& row, std::vector<std::string> const& fields,
                      std::size_t column_count, Policies const& policies);

}  // namespace reference
