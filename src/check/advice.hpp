#pragma once

#include <string_view>
#include <vector>

#include "check/findings.hpp"

namespace hapmill {

/// Options that the layout of a matrix asks for, from its first bytes.
std::vector<Advice> advise_on_layout(std::string_view begin, char delimiter);

/// Options that its rows ask for.
std::vector<Advice> advise_on_rows(MatrixFindings const& findings);

}  // namespace hapmill
