#pragma once

#include "alleles.hpp"
#include "options.hpp"
#include "reference_policies.hpp"
#include "samples.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace reference {

/// Returns the name of the option whose filter rejects a variant site without faults; empty if none
/// does.
std::string filter_of(Site const& site, std::vector<std::string> const& alternates,
                      std::vector<std::size_t> const& counted, std::vector<Sample> const& samples,
                      Options const& options, Policies const& policies);

}  // namespace reference
