#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "hapmill/model/row_counts.hpp"
#include "hapmill/support/byte_buffer.hpp"

namespace hapmill {

/// The sites of one chunk, formatted. Reused from chunk to chunk; void once its slot is submitted
/// again.
struct SiteBatch {
  ByteBuffer records;                         ///< finished bytes
  std::vector<std::uint64_t> segment_begins;  ///< offsets in `records` where a segment begins
  std::vector<RowCounts> counts;              ///< [pieces of the chunk]
  FilterCounts filtered{};                    ///< of all pieces
  std::vector<RejectedRow> rejected;          ///< in output order
  std::vector<ColumnCounts> columns;          ///< [columns], or empty if not asked for
  std::uint64_t half_calls = 0;
  /// Under BadRowPolicy::error, the row at which conversion stopped; all else is of rows before.
  std::optional<RejectedRow> bad_row;
  /// The chunk holds a row of another contig than its plan says; nothing else here counts.
  bool breaks_plan = false;

  void clear() {
    records.clear();
    segment_begins.clear();
    counts.clear();
    filtered.fill(0);
    rejected.clear();
    columns.clear();
    half_calls = 0;
    bad_row.reset();
    breaks_plan = false;
  }
};

}  // namespace hapmill
