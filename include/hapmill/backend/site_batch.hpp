#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "hapmill/model/row_counts.hpp"
#include "hapmill/support/byte_buffer.hpp"

namespace hapmill {

/// The formatted sites of one chunk. A batch is reused from chunk to chunk: its content is valid
/// until its slot is submitted again.
struct SiteBatch {
  ByteBuffer records;                       ///< the records, in output order
  std::vector<std::uint64_t> piece_begins;  ///< [pieces of the chunk] offsets in `records`
  std::vector<RowCounts> counts;            ///< [pieces of the chunk] rows of each
  FilterCounts filtered{};                  ///< over all pieces
  std::vector<RejectedRow> rejected;        ///< in output order
  std::vector<ColumnCounts> columns;  ///< [columns], or empty if the plan does not count columns
  std::uint64_t half_calls = 0;       ///< number of half-calls in the written rows
  /// Under BadRowPolicy::error, the row at which conversion stopped. All other members describe the
  /// rows before it.
  std::optional<RejectedRow> bad_row;
  /// A row of the chunk has another contig or position than its piece says. The other members are
  /// then undefined.
  bool breaks_plan = false;

  /// Empties the batch for the next chunk; keeps its memory.
  void clear() {
    records.clear();
    piece_begins.clear();
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
