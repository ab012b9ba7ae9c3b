#pragma once

#include "options.hpp"

#include <string>

namespace reference {

/// Converts a whole matrix to the haplotype table or to VCF: slow, obvious and without a line of
/// the product, so that the product can be held to it.
Result convert(std::string const& matrix, Options const& options);

}  // namespace reference
