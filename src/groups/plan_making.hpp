#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "convert/conversion_input.hpp"
#include "groups/conversion_plan_file.hpp"
#include "groups/plan_estimate.hpp"
#include "options/planner.hpp"

namespace hapmill {

/// The groups that a conversion is divided into.
struct GroupRequest {
  std::size_t count = 1;      ///< at most this many; fewer where there are fewer segments
  bool must_scan = false;     ///< find contigs by reading every row
  ProcessLimits limits = {};  ///< of the process that converts a group
};

/// Divides a conversion into groups, each of whole contigs where the plan needs that. Contigs are
/// found by bisection, or by a scan where that cannot find them. Nothing is written. Throws
/// hapmill::Error: UsageError also where a file is a stream, which several processes cannot read.
ConversionPlanFile make_conversion_plan(ConvertPlan const& convert, GroupRequest const& request);

/// Makes the folder in which the plan was made the working folder: relative paths of its arguments
/// start there. Throws InputError.
void go_to_folder(ConversionPlanFile const& plan);

/// Plans the arguments of the plan again, with `machine_arguments` in place of those that the plan
/// has for the machine. Throws InputError, UsageError.
ConvertPlan plan_of_arguments(ConversionPlanFile const& plan,
                              std::vector<std::string> const& machine_arguments = {});

/// Sets the facts of the contigs of the plan, and checks that the matrix and the files that options
/// name are still those of which the plan was made. Throws InputError.
void prepare_planned(ConversionPlanFile& plan, ConversionInput& input);

}  // namespace hapmill
