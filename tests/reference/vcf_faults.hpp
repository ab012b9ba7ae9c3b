#pragma once

#include "alleles.hpp"
#include "options.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace reference {

struct VcfFault {
  std::string reason;
  std::size_t field = 0;  ///< of the row, from 0
};

/// Why a variant site has no form in VCF; nothing where it has one.
std::optional<VcfFault> find_vcf_fault(Site const& site, std::vector<std::size_t> const& counted,
                                       Options const& options);

}  // namespace reference
