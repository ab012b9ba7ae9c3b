#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "groups/group_partition.hpp"
#include "matrix/matrix_input.hpp"
#include "rows/input_plan.hpp"
#include "support/listed_path.hpp"

namespace hapmill {

/// Which file a matrix is, as far as can be told without reading it.
struct MatrixIdentity {
  std::string path;  ///< absolute
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;

  bool operator==(MatrixIdentity const&) const = default;
};

/// Of each file of the matrix.
std::vector<MatrixIdentity> identities_of(MatrixInput const& matrix);

/// A conversion that is parted into groups, for processes on one machine or on many: made once by
/// `hapmill plan`, then only read.
struct ConversionPlanFile {
  std::string path;                       ///< absolute, of the file that it was loaded from, if any
  std::string version;                    ///< of the hapmill that has made it
  std::string folder;                     ///< absolute; relative paths of the arguments begin there
  std::vector<std::string> arguments;     ///< of `hapmill convert`, as typed
  std::string output;                     ///< absolute, less symbolic links
  bool splits_contigs = false;            ///< the output is a folder with a file for each contig
  std::vector<MatrixIdentity> inputs;     ///< whose rows follow one another
  std::string shape;                      ///< digest of what the options make of the matrix
  bool is_scanned = false;                ///< every row has been looked at; else by bisection
  InputPlan input;                        ///< facts: the phase sets only
  std::vector<std::uint64_t> row_counts;  ///< [contigs] about
  std::vector<Group> groups;
  std::size_t threads = 0;  ///< of the process that converts a group, if not told otherwise
  std::uint64_t expected_memory = 0;  ///< bytes that it takes at most
  std::uint64_t expected_output = 0;  ///< bytes, about

  /// Of all that parts depend on; options of the machine and how contigs were found are left out.
  std::string digest;
};

/// Sets the digest of a plan in which all else is set.
void set_digest(ConversionPlanFile& plan);

/// The plan as the text of a JSON file.
std::string write_plan(ConversionPlanFile const& plan);

/// Throws InputError: no plan, one of another version of hapmill, or one that contradicts itself.
ConversionPlanFile load_plan(InputPath const& file);

}  // namespace hapmill
