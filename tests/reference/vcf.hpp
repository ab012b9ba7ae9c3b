#pragma once

#include "alleles.hpp"
#include "contigs.hpp"
#include "reference_policies.hpp"
#include "samples.hpp"

#include <map>
#include <string>
#include <vector>

namespace reference {

/// Returns the line that names the columns. Without samples, INFO is the last column.
std::string vcf_header_line(std::vector<Sample> const& samples);

/// Returns for each contig the POS of its first row, good or bad, with a valid POS.
std::map<std::string, std::string> first_positions(std::vector<PlacedRow> const& rows,
                                                   Options const& options);

/// Returns the record of a site without faults. `phase_set` is empty if PS is not printed.
std::string vcf_line(Site const& site, std::vector<std::string> const& alternates,
                     std::vector<Sample> const& samples, std::string const& phase_set,
                     Policies const& policies);

}  // namespace reference
