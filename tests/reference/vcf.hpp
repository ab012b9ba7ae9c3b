#pragma once

#include "alleles.hpp"
#include "contigs.hpp"
#include "reference_policies.hpp"
#include "samples.hpp"

#include <map>
#include <string>
#include <vector>

namespace reference {

/// The line that names the columns; without samples they end with INFO.
std::string vcf_header_line(std::vector<Sample> const& samples);

/// For each contig the POS of its first row, good or bad, whose POS is one.
std::map<std::string, std::string> first_positions(std::vector<PlacedRow> const& rows,
                                                   Options const& options);

/// The record of a site without fault. `phase_set` is empty where PS is not printed.
std::string vcf_line(Site const& site, std::vector<std::string> const& alternates,
                     std::vector<Sample> const& samples, std::string const& phase_set,
                     Policies const& policies);

}  // namespace reference
