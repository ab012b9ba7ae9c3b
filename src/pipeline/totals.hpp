#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "hapmill/backend/site_batch.hpp"
#include "hapmill/model/row_fault.hpp"

namespace hapmill {

/// Rows rejected for one reason.
struct RejectedRows {
  static constexpr std::size_t kept_lines = 10;

  std::uint64_t count = 0;
  std::vector<std::uint64_t> first_lines;  ///< the lowest line numbers, ascending

  void add(std::uint64_t line);
};

/// What a conversion has counted.
struct Totals {
  RowCounts rows;
  std::vector<RowCounts> contigs;                           ///< [contig number]
  std::array<RejectedRows, row_fault_kind_count> rejected;  ///< by RowFaultKind
  std::vector<ColumnCounts> columns;  ///< [columns], or empty if not asked for
  std::uint64_t half_calls = 0;
};

}  // namespace hapmill
