#pragma once

#include "options.hpp"

#include <string>

namespace reference {

/// Converts a whole matrix to the haplotype table or to VCF. The code is slow and obvious, and
/// shares no line with the product, which is compared with it.
Result convert(std::string const& matrix, Options const& options);

}  // namespace reference
