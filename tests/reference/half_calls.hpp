#pragma once

#include "alleles.hpp"
#include "reference_policies.hpp"
#include "samples.hpp"

namespace reference {

/// Whether a sample's call is a half-call, if missing alleles print as missing.
bool is_half_call(Sample const& sample, Site const& site, Policies const& policies);

}  // namespace reference
