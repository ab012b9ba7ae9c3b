#pragma once

#include "random_matrix.hpp"

namespace hapmill::test {

/// Gives a case whose matrix is plain another layout: columns in another order, columns to skip, a
/// list of alternates, qualities, runs of spaces. The same for the same seed.
void lay_out(RandomCase& plain);

}  // namespace hapmill::test
