#pragma once

#include "alleles.hpp"
#include "header.hpp"
#include "options.hpp"
#include "samples.hpp"

#include <string>
#include <vector>

namespace reference {

std::vector<std::string> default_missing_codes(std::string const& input_format);

/// read_matrix() of the input formats that have a genotype a sample.
Matrix read_genotypes(std::string const& text, Options const& options);

/// The samples as the genotypes of one row make them: with one column, or with `/`.
std::vector<Sample> samples_of_row(std::vector<Sample> samples, Row const& row);

/// Whether `--unphased error` refuses the row in a table.
bool has_unphased_call(std::vector<Sample> const& samples, Site const& site,
                       Options const& options);

/// Whether the row's REF, where there is one to look at, is not that of the sequences.
bool is_ref_mismatch(std::vector<std::string> const& fields, Options const& options);

}  // namespace reference
