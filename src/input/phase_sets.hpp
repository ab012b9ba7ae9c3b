#pragma once

#include "input/input_plan.hpp"
#include "input/matrix_header.hpp"
#include "input/matrix_input.hpp"

namespace hapmill {

/// Sets the phase set of each contig of the plan: the POS of its first row in the matrix, rows
/// whose POS is no position left aside. Throws InputError, ChangedInput.
void find_phase_sets(MatrixInput const& input, MatrixHeader const& header, RowShape const& shape,
                     InputPlan& plan);

}  // namespace hapmill
