#pragma once

#include "alleles.hpp"
#include "reference_policies.hpp"
#include "samples.hpp"

namespace reference {

/// A pair with one allele missing, where missing alleles print as missing.
bool is_half_call(Sample const& sample, Site const& site, Policies const& policies);

}  // namespace reference
