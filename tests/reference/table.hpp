#pragma once

#include "alleles.hpp"
#include "options.hpp"
#include "reference_policies.hpp"
#include "samples.hpp"

#include <string>
#include <vector>

namespace reference {

std::string header_line(std::string const& table_style, std::vector<Sample> const& samples);

std::string site_line(Site const& site, std::vector<std::string> const& alternates,
                      std::vector<Sample> const& samples, Options const& options,
                      Policies const& policies);

}  // namespace reference
