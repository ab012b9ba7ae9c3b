#pragma once

#include "bench/gpu/spread.hpp"

#include "hapmill/model/row_plan.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hapmill::bench {

/// What the kernels of one chunk take, in seconds by the device's own clock.
struct StageTimes {
  std::uint64_t row_count = 0;
  std::uint64_t record_count = 0;
  Spread tokenize;  ///< newlines, with their scan
  Spread filter;    ///< encodes every row, decides, sizes its record
  Spread select;    ///< scan of the sizes, rows that are written
  Spread format;    ///< encodes those once more, writes their records
  Spread all;
  std::string records;  ///< to be compared
};

/// Bytes of text that the backend gives a slot of its usual size at once.
std::size_t usual_chunk_bytes(std::uint32_t column_count);

/// Runs the stages on `text`, rows of one contig, `runs` times; memory and kernels are those of a
/// slot of the backend. Throws cu::DeviceError.
StageTimes measure_stages(RowPlan const& plan, std::string_view contig, std::string_view text,
                          int runs);

}  // namespace hapmill::bench
