#pragma once

#include "convert/conversion_input.hpp"
#include "groups/conversion_plan_file.hpp"
#include "options/convert_options.hpp"

namespace hapmill {

/// Sets what to expect of the conversion of a plan in which all else is set: threads and memory of
/// the process that converts one group, and bytes of the output, from a few rows that are converted
/// here and there. Throws hapmill::Error, UsageError where --max-memory is too little.
void estimate_conversion(ConversionPlanFile& plan, ConvertOptions const& options,
                         ConversionInput const& input);

}  // namespace hapmill
