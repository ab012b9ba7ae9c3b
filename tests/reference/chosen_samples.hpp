#pragma once

#include "options.hpp"
#include "samples.hpp"

#include <vector>

namespace reference {

/// Returns the samples that `--samples` or `--samples-file` select, with the names that `--rename`
/// gives them. Throws InputError.
std::vector<Sample> choose_samples(std::vector<Sample> const& samples, Options const& options);

}  // namespace reference
