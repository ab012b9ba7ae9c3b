#pragma once

#include "row_batch.cuh"

#include "hapmill/model/write_record.hpp"

#include <cstdint>

namespace hapmill::cu {

/// Records of any kind, by the model's functions; a class of the shape of TableRecord.
template <RecordKind kind>
class ModelRecord {
 public:
  /// Blocks that a multiprocessor shall hold at once.
  static constexpr unsigned blocks_resident = 4;

  /// Keeps references; `scratch` is the calling tile's.
  __device__ ModelRecord(RowRules const& rules, TileScratch const& scratch)
      : rules_{rules}, scratch_{scratch} {}

  /// Bytes of the record of a variant site.
  template <class Lanes, class Code>
  __device__ std::uint64_t measure(Lanes lanes, Site<Code> const& site, Text /*contig*/) const {
    return write_record<kind>(lanes, site, rules_.format, scratch_.row.counts, nullptr);
  }

  /// Writes it to `out`, for which there is as much room.
  template <class Lanes, class Code>
  __device__ void write(Lanes lanes, Site<Code> const& site, Text /*contig*/, char* out) {
    write_record<kind>(lanes, site, rules_.format, scratch_.row.counts, out);
  }

 private:
  RowRules const& rules_;
  TileScratch const& scratch_;
};

}  // namespace hapmill::cu
