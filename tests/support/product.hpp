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

/// Options of `hapmill convert` that must not change the output.
struct MachineOptions {
  std::string simd = "auto";
  std::uint64_t threads = 1;
  std::string chunk_size;  ///< empty for the default
  std::string device;      ///< empty for the default
  bool full_scan = false;
  bool report = false;      ///< without a report, rows with missing cells are written by other code
  std::string output_type;  ///< for -O; empty for the output type of the case
  bool through_pipe = false;      ///< the matrix is a stream
  std::vector<std::size_t> cuts;  ///< where the stream pauses until everything has been read
  std::string compression;        ///< gzip, bgzf or zstd for a compressed matrix
  /// Where in the matrix further files start, and the bytes before the rows of each.
  std::vector<std::size_t> file_begins;
  std::string repeated_header;
};

/// Describes the options, for messages of failed tests.
std::string describe(MachineOptions const& options);

/// Chooses random options; the matrix is a stream if the case asks for one.
MachineOptions make_random_machine_options(Random& random, RandomCase const& random_case);

/// The outcome of `hapmill convert`, run inside this process.
struct Conversion {
  int exit_code = 0;
  std::string message;  ///< message of the error
  bool has_output = false;
  std::string output;
  std::string rejects;
  std::string report;
};

/// Converts the matrix of a case with its options inside `folder`, where the matrix remains as
/// matrix.txt.
Conversion convert(RandomCase const& random_case, MachineOptions const& machine,
                   TemporaryFolder const& folder);

/// Describes how a conversion differs from the reference; empty if it does not. The meta lines of
/// VCF are not compared.
std::string find_difference(Conversion const& conversion, reference::Result const& expected,
                            reference::Options const& options);

}  // namespace hapmill::test
