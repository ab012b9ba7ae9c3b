#pragma once

#include <string>

namespace hapmill::test {

// These functions write the text of a VCF file in its other forms. They throw if that fails.
void write_gzip(std::string const& path, std::string const& vcf);
void write_bgzf(std::string const& path, std::string const& vcf);
void write_bcf(std::string const& path, std::string const& vcf);

}  // namespace hapmill::test
