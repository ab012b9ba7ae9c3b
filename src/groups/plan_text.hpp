#pragma once

#include <cstdint>
#include <string>

#include "groups/conversion_plan_file.hpp"
#include "options/planner.hpp"

namespace hapmill {

/// Describes a plan for people: contigs with their bytes and rows, groups, the machine of each
/// group, and the memory and the output to expect. `groups_asked_for` may be more than the plan
/// has.
std::string describe_plan(ConversionPlanFile const& plan, ConvertPlan const& convert,
                          std::uint64_t groups_asked_for);

}  // namespace hapmill
