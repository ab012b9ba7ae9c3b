#pragma once

#include "temporary_folder.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace hapmill::test {

/// The outcome of a conversion of `matrix.txt` to `out` inside this process.
struct Outcome {
  int exit_code = 0;
  std::string message;                       ///< message of the error
  std::map<std::string, std::string> files;  ///< out, its index, rejects.txt; by name
  std::string report;                        ///< without the parts that differ from run to run

  bool operator==(Outcome const&) const = default;
};

/// Describes where two outcomes differ, for messages of failed tests.
std::string describe_difference(Outcome const& a, Outcome const& b);

/// Runs `hapmill convert` with these arguments in one process. They name files of `folder` by their
/// full paths, among them `out`, `rejects.txt` and `report.json`, which are removed afterwards.
Outcome convert_whole(std::vector<std::string> const& arguments, TemporaryFolder const& folder);

/// How groups are converted.
struct Grouping {
  std::size_t group_count = 1;
  bool must_scan = false;
  /// [group] Options that do not change the output.
  std::vector<std::vector<std::string>> machines = {{}};
};

/// Does the same with `plan`, one `convert --plan --group` per group, in another order, and
/// `finalize`. If groups fail, the outcome is that of the first one. A plan by bisection that turns
/// out wrong is made again by a scan.
Outcome convert_by_groups(std::vector<std::string> const& arguments, Grouping const& grouping,
                          TemporaryFolder const& folder, std::size_t* group_count = nullptr);

}  // namespace hapmill::test
