#pragma once

#include "cpu/row_converter.hpp"
#include "hapmill/backend/chunk.hpp"
#include "hapmill/model/row_plan.hpp"

#include <string>
#include <string_view>

namespace hapmill::fuzz {

/// Returns the contig of the first row that names one.
std::string contig_of(std::string_view text, char delimiter);

/// Makes rows the only piece of a chunk. Keeps a reference to `contig`.
void fill(Chunk& chunk, std::string const& contig, std::string_view text);

/// Converts the chunk with every instruction set and with the row functions alone. It is a finding
/// if they differ in a byte, a count or a fault.
void expect_same_conversions(RowPlan const& plan, Chunk const& chunk);

}  // namespace hapmill::fuzz
