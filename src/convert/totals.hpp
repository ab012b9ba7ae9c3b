#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hapmill/model/row_counts.hpp"
#include "hapmill/model/row_fault.hpp"
#include "hapmill/model/site_filter.hpp"
#include "matrix/row_place.hpp"

namespace hapmill {

/// What summary and report call a reason: `drop-site`, or the option of the filter.
std::string_view filter_name(FilterReason reason);

/// Rows rejected for one reason.
struct RejectedRows {
  static constexpr std::size_t kept_lines = 10;

  std::uint64_t count = 0;
  std::vector<RowPlace> first_lines;  ///< the first in the matrix, ascending

  void add(RowPlace line);
  RejectedRows& operator+=(RejectedRows const& other);
};

/// The first site written that stands before the one written before it.
struct UnsortedSite {
  RowPlace line = 0;
  std::string contig;
  std::int64_t pos = 0;
  std::int64_t pos_before = 0;
};

/// What a conversion has counted.
struct Totals {
  RowCounts rows;
  std::vector<RowCounts> contigs;                           ///< [contig number]
  FilterCounts filtered{};                                  ///< by FilterReason
  std::array<RejectedRows, row_fault_kind_count> rejected;  ///< by RowFaultKind
  std::vector<ColumnCounts> columns;  ///< [columns], or empty if not asked for
  std::uint64_t half_calls = 0;
  std::optional<UnsortedSite> unsorted;  ///< where an index was to be made

  /// Adds the counts of another part of the same conversion; `unsorted` stays.
  Totals& operator+=(Totals const& other);
};

}  // namespace hapmill
