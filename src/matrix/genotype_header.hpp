#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/input_format.hpp"

namespace hapmill {

// The columns of the input formats that have a genotype a sample.

/// Names of the columns before the genotypes, where no header gives them others.
std::vector<std::string> genotype_site_names(InputFormat format);

/// Whether these are the names that HapMap's columns have.
bool is_hapmap_header(std::vector<std::string> const& fields);

/// Whether the first row is a header, and not a site.
bool is_genotype_header(InputFormat format, std::vector<std::string> const& fields);

/// The columns that a header names: as they stand, but for what `bcftools query -H` puts around a
/// name, `[4]name:GT`. Throws InputError, beginning with `where`: no samples, one without a name,
/// columns that are not those of the format.
std::vector<std::string> genotype_column_names(InputFormat format, std::vector<std::string> fields,
                                               std::string const& where);

/// Samples in a row of so many fields. Throws InputError as above.
std::uint32_t count_genotypes_of_row(InputFormat format, std::size_t field_count,
                                     std::string const& where);

/// Letters of a HapMap genotype, 1 or 2, judged by the first row of sites.
std::uint32_t hapmap_genotype_size(std::vector<std::string> const& first_row);

}  // namespace hapmill
