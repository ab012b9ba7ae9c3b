#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "convert/conversion_input.hpp"
#include "groups/conversion_plan_file.hpp"
#include "options/convert_options.hpp"

namespace hapmill {

/// Refuses what cannot be parted: a matrix or an output that is no regular file. @return the
/// absolute path of the output, less symbolic links. Throws UsageError.
std::string output_of_plan(ConvertOptions const& options);

/// Parts the conversion that the options ask for into `group_count` groups (fewer where there are
/// not so many segments), each of whole contigs where the options need that. Contigs are found by
/// bisection, or by a scan where that cannot tell or `must_scan` asks for it. Nothing is written.
/// Throws hapmill::Error.
ConversionPlanFile make_conversion_plan(ConvertOptions const& options, std::size_t group_count,
                                        bool must_scan);

/// Goes into the plan's folder and parses its arguments again, those of `machine_arguments` in the
/// place of the plan's. Throws InputError, UsageError.
ConvertOptions planned_options(ConversionPlanFile const& plan,
                               std::vector<std::string> const& machine_arguments = {});

/// Sets the facts of the plan's contigs, and checks that the matrix and the files that the options
/// name are still those that the plan was made of. Throws InputError.
void prepare_planned(ConversionPlanFile& plan, ConvertOptions const& options,
                     ConversionInput& input);

}  // namespace hapmill
