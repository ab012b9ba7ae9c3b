#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hapmill {

inline constexpr char const* looks_like_vcf =
    "is a VCF file, not a genome matrix: `hapmill extract` makes a matrix of it";

/// What a text table is that cannot be a genome matrix: as what_it_looks_like(), which asks this
/// once the first bytes are no others' mark.
///
/// A table is refused only where no reading of it makes sense: it has no column of positions, or
/// none of alleles.
std::optional<std::string> what_table_looks_like(std::string_view begin, char delimiter);

}  // namespace hapmill
