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

/// Turns records into rows of a genome matrix.
class RowWriter {
 public:
  /// The outcome of a record.
  enum class Outcome {
    written,
    non_variant,  ///< left out, because the plan asks for variant sites only
    bad,          ///< left out because of fault()
  };

  /// `places` has the number of each sample's genotype in a record, in output order. Keeps a
  /// reference to `plan`.
  RowWriter(ExtractPlan const& plan, std::vector<std::size_t> places);

  /// Appends the row of a record, or nothing if the record is left out.
  Outcome append(VariantRecord const& record, ByteBuffer& rows);
  /// The fault of the last record that was `bad`.
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
  std::vector<std::string_view> alleles_;  ///< alleles of the record
  /// Cell for missing, REF and each ALT; empty if there is none.
  std::vector<std::string_view> cells_;
  /// [code] The cell for a code of one byte; 0 if the cell is not one byte.
  std::array<char, 256> short_cells_{};
  std::size_t short_codes_ = 0;  ///< number of entries that the last record set
  bool is_variant_ = false;
  RecordFault fault_;
};

}  // namespace hapmill
