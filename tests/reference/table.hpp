#pragma once

#include "alleles.hpp"
#include "policies.hpp"
#include "samples.hpp"

#include <string>
#include <vector>

namespace reference {

std::string header_line(std::string const& table_style, std::vector<Sample> const& samples);

/// A pair with one allele missing, where missing alleles print as missing.
bool is_half_call(Sample const& sample, Site const& site, Policies const& policies);

std::string site_line(Site const& site, std::vector<std::string> const& alternates,
                      std::vector<Sample> const& samples, Options const& options,
                      Policies const& policies);

}  // namespace reference
