#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hapmill {

inline constexpr char const* looks_like_vcf =
    "is a VCF file, not a genome matrix: `hapmill extract` makes a matrix of it";

/// Describes a text table that cannot be a genome matrix, for what_it_looks_like(), which has ruled
/// out other kinds of files first.
///
/// A table is refused only if it has no column of positions or no column of alleles, however it is
/// read.
std::optional<std::string> what_table_looks_like(std::string_view begin, char delimiter);

}  // namespace hapmill
