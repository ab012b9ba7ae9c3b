#pragma once

#include "temporary_folder.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace hapmill::test {

/// What a conversion of `matrix.txt` to `out` has left behind, in this process.
struct Outcome {
  int exit_code = 0;
  std::string message;                       ///< of the error
  std::map<std::string, std::string> files;  ///< out, its index, rejects.txt; by name
  std::string report;                        ///< less what differs from run to run

  bool operator==(Outcome const&) const = default;
};

/// For messages of failed tests: where two differ.
std::string describe_difference(Outcome const& a, Outcome const& b);

/// Runs `hapmill convert` with these arguments in one process; they name files of `folder` by their
/// whole paths, `out` and `rejects.txt` and `report.json` among them. The files are gone then.
Outcome convert_whole(std::vector<std::string> const& arguments, TemporaryFolder const& folder);

/// How groups are converted.
struct Grouping {
  std::size_t group_count = 1;
  bool must_scan = false;
  /// Options of the machine for each group in turn.
  std::vector<std::vector<std::string>> machines = {{}};
};

/// The same by plan, one `convert --plan --group` a group, in an order of its own, and finalize.
/// Where groups fail, the outcome is that of the lowest one. A plan by bisection that turns out
/// wrong is made again by a scan.
Outcome convert_by_groups(std::vector<std::string> const& arguments, Grouping const& grouping,
                          TemporaryFolder const& folder, std::size_t* group_count = nullptr);

}  // namespace hapmill::test
