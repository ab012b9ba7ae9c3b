#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/extract_plan.hpp"
#include "extract/record_fault.hpp"
#include "extract/variant_record.hpp"
#include "hapmill/support/byte_buffer.hpp"

namespace hapmill {

/// Writes records as rows of a genome matrix.
class RowWriter {
 public:
  enum class Outcome {
    written,
    non_variant,  ///< left out, as the plan asks
    bad,          ///< left out: see fault()
  };

  /// `places`: where each sample's genotype stands in a record, in output order. The plan outlives
  /// the writer.
  RowWriter(ExtractPlan const& plan, std::vector<std::size_t> places);

  /// Appends the record's row, or nothing.
  Outcome append(VariantRecord const& record, ByteBuffer& rows);
  RecordFault const& fault() const { return fault_; }

 private:
  struct Call {
    std::int32_t first;
    std::int32_t second;
  };

  bool check_site(VariantRecord const& record);
  void make_cells(VariantRecord const& record);
  void append_site(VariantRecord const& record, ByteBuffer& rows) const;
  bool append_short_pairs(GenotypeCodes const& codes, ByteBuffer& rows);
  bool append_cells(GenotypeCodes const& codes, ByteBuffer& rows);
  bool read_call(GenotypeCodes const& codes, std::size_t sample, Call& call);
  bool check_alleles(Call const& call);
  bool refuse(RecordFaultKind kind, std::string_view found = {});

  ExtractPlan const& plan_;
  std::vector<std::size_t> places_;
  std::vector<std::string_view> alleles_;  ///< as the record has them
  std::vector<std::string_view> cells_;    ///< of missing, REF, ALT …; empty: has no text
  /// The cell of each code of one byte; 0 where that is not one byte.
  std::array<char, 256> short_cells_{};
  std::size_t short_codes_ = 0;  ///< of which the first so many are not 0 from the record before
  bool is_variant_ = false;
  RecordFault fault_;
};

}  // namespace hapmill
