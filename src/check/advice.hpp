#pragma once

#include <string_view>
#include <vector>

#include "check/findings.hpp"

namespace hapmill {

/// Returns options that the layout of a matrix suggests, from its first bytes.
std::vector<Advice> advise_on_layout(std::string_view begin, char delimiter);

/// Returns options that the rows of a matrix suggest.
std::vector<Advice> advise_on_rows(MatrixFindings const& findings);

}  // namespace hapmill
