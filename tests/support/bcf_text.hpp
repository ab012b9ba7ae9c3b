#pragma once

#include <string>

namespace hapmill::test {

/// Returns the header line of the samples and the records of a VCF or BCF file, as htslib prints
/// them. Throws if htslib cannot read one.
std::string records_by_htslib(std::string const& path);

}  // namespace hapmill::test
