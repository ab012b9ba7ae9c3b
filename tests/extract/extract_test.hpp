#pragma once

#include "random_variants.hpp"
#include "support/program.hpp"

#include <string>

namespace hapmill::test {

/// Runs `hapmill extract` in a folder of its own.
class ExtractTest : public ProgramTest {
 protected:
  /// Gives a file to standard input through a pipe, as `cat FILE |` does.
  Finished run_piped(std::string const& name, Arguments const& arguments) const;
  /// Writes the VCF under each name and in each form that extract reads; their names.
  Arguments write_all_forms(std::string const& vcf) const;
};

/// A VCF file of two samples with these lines after the header.
std::string small_vcf(std::string const& lines);
/// The start of its lines.
inline constexpr char const* good_line = "chr1\t7\t.\tA\tT\t.\t.\t.\tGT\t0|1\t1|1\n";

}  // namespace hapmill::test
