#pragma once

#include "random_variants.hpp"
#include "support/program.hpp"

#include <string>

namespace hapmill::test {

/// A test that runs `hapmill extract` in a folder of its own.
class ExtractTest : public ProgramTest {
 protected:
  /// Runs the program with a file as standard input, through a pipe as with `cat FILE |`.
  Finished run_piped(std::string const& name, Arguments const& arguments) const;
  /// Writes the VCF in each form that extract reads. Returns the names of the files.
  Arguments write_all_forms(std::string const& vcf) const;
};

/// Makes a VCF file of two samples with these lines after the header.
std::string small_vcf(std::string const& lines);
/// A line for that file.
inline constexpr char const* good_line = "chr1\t7\t.\tA\tT\t.\t.\t.\tGT\t0|1\t1|1\n";

}  // namespace hapmill::test
