#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "hapmill/model/row_fault.hpp"
#include "hapmill/model/site_filter.hpp"

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

}  // namespace hapmill
