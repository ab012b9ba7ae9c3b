#pragma once

#include "random_matrix.hpp"

namespace hapmill::test {

/// Changes the layout of a case whose matrix is plain: columns in another order, columns to skip, a
/// list of alternates, qualities, runs of spaces. The result depends only on the seed.
void lay_out(RandomCase& plain);

}  // namespace hapmill::test
