#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "bytes/output_file.hpp"
#include "convert/progress.hpp"
#include "extract/extract_plan.hpp"
#include "extract/record_fault.hpp"
#include "extract/variant_reader.hpp"
#include "hapmill/model/row_counts.hpp"

namespace hapmill {

/// Records left out for one reason.
struct RejectedRecords {
  static constexpr std::size_t most_places = 10;

  std::uint64_t count = 0;
  std::vector<std::string> first_places;  ///< `contig:pos`, or `line N` of what is no record
};

struct ExtractTotals {
  RowCounts records;
  std::array<RejectedRecords, record_fault_kind_count> rejected{};  ///< by kind
};

/// The header line of the matrix, with its newline.
std::string matrix_header_line(ExtractPlan const& plan, std::vector<VariantSample> const& samples);

/// The lines of a pairs file for that matrix, with which `convert --pairs` gives the samples their
/// names and order again. Throws InputError for a name that a pairs file cannot hold.
std::string pairs_lines(ExtractPlan const& plan, std::vector<VariantSample> const& samples);

/// Writes header and rows. Ends early, in success, once nobody reads the output any more. Throws
/// InputError at a record that does not fit, unless the plan skips it.
ExtractTotals extract_rows(ExtractPlan const& plan, VariantReader& reader, OutputFile& output,
                           Progress& progress);

}  // namespace hapmill
