#pragma once

#include "bench/gpu/spread.hpp"

#include "hapmill/model/row_plan.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hapmill::bench {

/// The seconds that the kernels take for one chunk, measured by the clock of the device.
struct StageTimes {
  std::uint64_t row_count = 0;
  std::uint64_t record_count = 0;
  Spread tokenize;  ///< finds the newlines, with a scan
  Spread filter;    ///< encodes and filters each row, and sizes its record
  Spread select;    ///< scans the sizes and selects the rows to write
  Spread format;    ///< encodes those rows again and writes their records
  Spread all;
  std::string records;  ///< for comparison with the CPU backend
};

/// The bytes of text that a slot of the usual size of the backend takes at once.
std::size_t usual_chunk_bytes(std::uint32_t column_count);

/// Runs the stages `runs` times on `text`, which holds rows of one contig, with the memory and the
/// kernels of a slot of the backend. Throws cu::DeviceError.
StageTimes measure_stages(RowPlan const& plan, std::string_view contig, std::string_view text,
                          int runs);

}  // namespace hapmill::bench
