#pragma once

#include <string>

#include "hapmill/model/row_plan.hpp"
#include "matrix/contig_list.hpp"

namespace hapmill {

/// Refuses sample names that VCF cannot hold. Throws InputError.
void check_vcf_samples(RowPlan const& plan);

/// The header of a VCF file, or of a BCF file as its first bytes.
///
/// `command` is what the output was made by; empty: neither it nor ##source is there.
std::string vcf_header(RowPlan const& plan, ContigList const& contigs, std::string const& command);

}  // namespace hapmill
