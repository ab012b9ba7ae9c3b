#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "convert/totals.hpp"
#include "hapmill/model/row_plan.hpp"
#include "rows/contig_runs.hpp"
#include "rows/input_plan.hpp"
#include "support/machine.hpp"
#include "support/memory_profile.hpp"

namespace hapmill {

/// What there is to tell of a finished conversion.
struct ConversionResult {
  RowPlan const& plan;
  ContigNames const& contigs;
  std::vector<std::uint32_t> contig_order;  ///< of those that rows are chosen of
  std::optional<RegionNotes> regions = {};
  Totals const& totals;
  std::string matrix;                     ///< for messages
  std::vector<std::string> matrix_files;  ///< names of its files
  std::string output;
  std::uint64_t bytes_in = 0;       ///< as they lie on the disk, compressed or not
  std::uint64_t text_bytes_in = 0;  ///< decompressed
  std::uint64_t bytes_out = 0;
  double seconds = 0;
  bool is_complete = true;  ///< false: stopped since nobody read the output any more
  std::string backend;
  std::size_t threads = 0;
  MemoryUse memory{};     ///< at the end of the conversion
  MemorySummary profile;  ///< memory of all processes through the run
  std::vector<std::string> command;
  std::vector<std::string> notes;  ///< what the user has to know of how the matrix was read
};

/// A few lines for people.
std::string make_summary(ConversionResult const& result);

/// Why there is no index, and what to do; totals.unsorted is set.
std::string make_unsorted_warning(ConversionResult const& result);

/// The same and more as JSON.
std::string make_report(ConversionResult const& result);

}  // namespace hapmill
