#pragma once

#include <cstdint>
#include <string>

#include "groups/conversion_plan_file.hpp"
#include "options/convert_options.hpp"

namespace hapmill {

/// A plan in words: contigs with their bytes and rows, groups, who would convert them, and the
/// memory and the output to expect. `groups_asked_for` may be more than the plan has.
std::string describe_plan(ConversionPlanFile const& plan, ConvertOptions const& options,
                          std::uint64_t groups_asked_for);

}  // namespace hapmill
