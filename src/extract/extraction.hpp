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

/// The records that were left out for one reason.
struct RejectedRecords {
  static constexpr std::size_t most_places = 10;

  std::uint64_t count = 0;
  /// `contig:pos`, or file and line if the line is not a record.
  std::vector<std::string> first_places;
};

/// The counts of an extraction.
struct ExtractTotals {
  RowCounts records;
  std::array<RejectedRecords, record_fault_kind_count> rejected{};  ///< [RecordFaultKind]
};

/// Returns the header of the matrix, with its newline.
std::string matrix_header_line(ExtractPlan const& plan, std::vector<VariantSample> const& samples);

/// Returns the lines of a pairs file for the matrix. With this file, `convert --pairs` restores the
/// names and the order of the samples. Throws InputError if a pairs file cannot contain a name.
std::string pairs_lines(ExtractPlan const& plan, std::vector<VariantSample> const& samples);

/// Writes the header and the rows of the matrix. Returns early, without an error, if nobody reads
/// the output any more. Throws InputError at a record with a fault, unless the plan skips such
/// records.
ExtractTotals extract_rows(ExtractPlan const& plan, VariantReader& reader, OutputFile& output,
                           Progress& progress);

}  // namespace hapmill
