#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/input_format.hpp"

namespace hapmill {

// The columns of the input formats that have one genotype per sample.

/// Names of the columns before the genotypes if no header names them.
std::vector<std::string> genotype_site_names(InputFormat format);

/// Whether these are the names that HapMap's columns have.
bool is_hapmap_header(std::vector<std::string> const& fields);

/// Whether the first row is a header, and not a site.
bool is_genotype_header(InputFormat format, std::vector<std::string> const& fields);

/// The column names of a header, without what `bcftools query -H` adds to a name (`[4]name:GT`).
/// Throws InputError, whose message starts with `where`, if there is no sample, a sample has no
/// name, or the columns are not those of the format.
std::vector<std::string> genotype_column_names(InputFormat format, std::vector<std::string> fields,
                                               std::string const& where);

/// Samples in a row of so many fields. Throws InputError as above.
std::uint32_t count_genotypes_of_row(InputFormat format, std::size_t field_count,
                                     std::string const& where);

/// How many letters a HapMap genotype has, 1 or 2, detected from the first row of sites.
std::uint32_t hapmap_genotype_size(std::vector<std::string> const& first_row);

}  // namespace hapmill
