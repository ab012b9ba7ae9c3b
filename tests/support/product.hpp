#pragma once

#include "random.hpp"
#include "random_matrix.hpp"
#include "temporary_folder.hpp"

#include "reference/options.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hapmill::test {

/// Options of `hapmill convert` that must not change what comes out.
struct MachineOptions {
  std::string simd = "auto";
  std::uint64_t threads = 1;
  std::string chunk_size;  ///< empty: the program's own
  std::string device;      ///< likewise
  bool full_scan = false;
  bool report = false;            ///< without one, rows with missing cells take another path
  std::string output_type;        ///< another letter for -O than the case's
  bool through_pipe = false;      ///< the matrix comes as a stream
  std::vector<std::size_t> cuts;  ///< where a stream stops until it has been read
  std::string compression;  ///< gzip, bgzf or zstd: of the matrix, then a stream in a file too
  /// Where in the matrix further files begin, each with these bytes in front.
  std::vector<std::size_t> file_begins;
  std::string repeated_header;
};

/// For messages of failed tests.
std::string describe(MachineOptions const& options);

/// Any of them; a stream where the case asks for one.
MachineOptions make_random_machine_options(Random& random, RandomCase const& random_case);

/// What `hapmill convert` did, run inside this process.
struct Conversion {
  int exit_code = 0;
  std::string message;  ///< of the error
  bool has_output = false;
  std::string output;
  std::string rejects;
  std::string report;
};

/// Converts the case's matrix with its options, inside `folder`; it stays there as matrix.txt.
Conversion convert(RandomCase const& random_case, MachineOptions const& machine,
                   TemporaryFolder const& folder);

/// Where a conversion is not what the reference says, in words; empty where it is. The meta lines
/// of VCF are not looked at.
std::string find_difference(Conversion const& conversion, reference::Result const& expected,
                            reference::Options const& options);

}  // namespace hapmill::test
