#pragma once

#include "matrix/matrix_header.hpp"
#include "matrix/matrix_input.hpp"
#include "rows/input_plan.hpp"

namespace hapmill {

/// Sets the phase set of each contig of the plan to the POS of its first row in the matrix. Rows
/// without a valid POS are ignored. Throws InputError, ChangedInput.
void find_phase_sets(MatrixInput const& input, MatrixHeader const& header, RowShape const& shape,
                     InputPlan& plan);

}  // namespace hapmill
