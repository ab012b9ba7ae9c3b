#pragma once

#include "alleles.hpp"
#include "options.hpp"
#include "reference_policies.hpp"
#include "samples.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace reference {

/// The filter that leaves out a variant site without fault, by its option's name; empty if none.
std::string filter_of(Site const& site, std::vector<std::string> const& alternates,
                      std::vector<std::size_t> const& counted, std::vector<Sample> const& samples,
                      Options const& options, Policies const& policies);

}  // namespace reference
