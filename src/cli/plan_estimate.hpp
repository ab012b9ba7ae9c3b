#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "cli/convert_options.hpp"
#include "parts/conversion_plan_file.hpp"

namespace hapmill {

/// What to expect of a conversion before it is made.
struct ConversionEstimate {
  std::string device;              ///< as --device has it
  std::size_t threads = 0;         ///< of one group
  std::uint64_t memory_bytes = 0;  ///< of the process that converts one group, at most
  std::uint64_t output_bytes = 0;  ///< of the whole, from a few rows of the matrix
};

/// Converts a few rows here and there to tell. Throws hapmill::Error.
ConversionEstimate estimate_conversion(ConversionPlanFile const& plan,
                                       ConvertOptions const& options);

}  // namespace hapmill
