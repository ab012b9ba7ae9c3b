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
  std::size_t field = 0;  ///< number of the field, from 0
};

/// Returns why VCF cannot express a variant site; nothing if it can.
std::optional<VcfFault> find_vcf_fault(Site const& site, std::vector<std::size_t> const& counted,
                                       Options const& options);

}  // namespace reference
