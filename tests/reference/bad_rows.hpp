#pragma once

#include "policies.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace reference {

/// Why a row is bad, in one word; empty for a good row. Half-calls are looked for later, and only
/// in rows that would be written.
std::string check_row(std::string const& row, std::vector<std::string> const& fields,
                      std::size_t column_count, Policies const& policies);

}  // namespace reference
