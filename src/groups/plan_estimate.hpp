#pragma once

#include <cstddef>
#include <cstdint>

#include "convert/conversion_input.hpp"
#include "groups/conversion_plan_file.hpp"

namespace hapmill {

/// What the process that converts one group may use.
struct ProcessLimits {
  std::size_t threads = 1;
  std::uint64_t max_memory = 0;  ///< bytes; 0: no limit
};

/// Sets the threads, the memory and the bytes of output to expect of a plan in which all else is
/// set. The output is estimated from a few rows that are converted here. Throws hapmill::Error,
/// MemoryRefusal where the memory is too little.
void estimate_conversion(ConversionPlanFile& plan, ConversionInput const& input,
                         ProcessLimits const& limits);

}  // namespace hapmill
