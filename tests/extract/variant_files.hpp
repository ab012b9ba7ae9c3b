#pragma once

#include <string>

namespace hapmill::test {

/// Write the text of a VCF file in the other forms that it comes in. Throw if that fails.
void write_gzip(std::string const& path, std::string const& vcf);
void write_bgzf(std::string const& path, std::string const& vcf);
void write_bcf(std::string const& path, std::string const& vcf);

}  // namespace hapmill::test
