#pragma once

#include <string>

#include "hapmill/model/row_plan.hpp"

namespace hapmill {

/// The header line of a haplotype table, with its newline.
std::string table_header(RowPlan const& plan);

}  // namespace hapmill
