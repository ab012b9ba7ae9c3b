#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hapmill/model/row_fault.hpp"
#include "hapmill/model/site_filter.hpp"
#include "hapmill/support/byte_buffer.hpp"

namespace hapmill {

/// Where each row that was read went; read = written + non_variant + filtered + rejected.
struct RowCounts {
  std::uint64_t read = 0;
  std::uint64_t written = 0;
  std::uint64_t non_variant = 0;
  std::uint64_t filtered = 0;
  std::uint64_t rejected = 0;

  RowCounts& operator+=(RowCounts const& other) {
    read += other.read;
    written += other.written;
    non_variant += other.non_variant;
    filtered += other.filtered;
    rejected += other.rejected;
    return *this;
  }
};

/// Rows filtered, by FilterReason.
using FilterCounts = std::array<std::uint64_t, filter_reason_count>;

/// A row that does not fit.
struct RejectedRow {
  RowFault fault;
  std::uint32_t piece = 0;   ///< of its chunk
  std::uint64_t row = 0;     ///< its place in the piece, from 0
  std::uint64_t offset = 0;  ///< of its first byte in the matrix
  std::string text;          ///< without its newline
};

/// Allele counts of one haplotype column over written rows.
struct ColumnCounts {
  std::uint64_t missing = 0;
  std::uint64_t deleted = 0;
};

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
