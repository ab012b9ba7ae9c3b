#pragma once

#include "alleles.hpp"
#include "header.hpp"
#include "options.hpp"
#include "samples.hpp"

#include <string>
#include <vector>

namespace reference {

std::vector<std::string> default_missing_codes(std::string const& input_format);

/// Does what read_matrix() does, for input formats with one genotype per sample.
Matrix read_genotypes(std::string const& text, Options const& options);

/// Returns the samples of one row: with one column for a genotype of one allele, or with `/`.
std::vector<Sample> samples_of_row(std::vector<Sample> samples, Row const& row);

/// Whether `--unphased error` refuses the row in a table.
bool has_unphased_call(std::vector<Sample> const& samples, Site const& site,
                       Options const& options);

/// Whether the row has a REF that differs from the sequences.
bool is_ref_mismatch(std::vector<std::string> const& fields, Options const& options);

}  // namespace reference
