#pragma once

#include <cstdint>

namespace hapmill {

/// Where the fields of a HapMap row are, from 0: `rs# alleles chrom pos strand …`, then the
/// genotypes from `hapmap_site_fields` on.
inline constexpr std::uint32_t hapmap_alleles_field = 1;
inline constexpr std::uint32_t hapmap_chrom_field = 2;
inline constexpr std::uint32_t hapmap_pos_field = 3;
inline constexpr std::uint32_t hapmap_site_fields = 11;

}  // namespace hapmill
