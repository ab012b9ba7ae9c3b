#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "hapmill/model/row_fault.hpp"
#include "hapmill/model/site_filter.hpp"

namespace hapmill {

/// The number of rows, by what happened to them. read = written + non_variant + filtered +
/// rejected.
struct RowCounts {
  std::uint64_t read = 0;
  std::uint64_t written = 0;
  std::uint64_t non_variant = 0;  ///< left out because no counted cell holds an alternate
  std::uint64_t filtered = 0;     ///< left out for a FilterReason
  std::uint64_t rejected = 0;     ///< left out for a RowFault

  RowCounts& operator+=(RowCounts const& other) {
    read += other.read;
    written += other.written;
    non_variant += other.non_variant;
    filtered += other.filtered;
    rejected += other.rejected;
    return *this;
  }
};

/// The number of rows filtered for each FilterReason.
using FilterCounts = std::array<std::uint64_t, filter_reason_count>;

/// A row with a fault.
struct RejectedRow {
  RowFault fault;
  std::uint32_t piece = 0;   ///< number of the piece in its chunk, from 0
  std::uint64_t row = 0;     ///< number of the row in the piece, from 0
  std::uint64_t offset = 0;  ///< place of its first byte in the matrix, in bytes
  std::string text;          ///< the row as the matrix has it, without its newline
};

/// The number of cells without an allele in one haplotype column, over the written rows.
struct ColumnCounts {
  std::uint64_t missing = 0;
  std::uint64_t deleted = 0;
};

}  // namespace hapmill
