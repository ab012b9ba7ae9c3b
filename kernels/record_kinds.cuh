#pragma once

#include "row_batch.cuh"
#include "table_format.cuh"
#include "vcf_format.cuh"

namespace hapmill::cu {

/// The kernel for a kind of record and a width of rows: `Kernels::of<Record, lane_count>()` names
/// that of one class of records and one size of tile.
template <class Kernels>
auto choose_kernel(RecordKind kind, bool is_narrow) {
  auto const of = [is_narrow]<class Record>() {
    return is_narrow ? Kernels::template of<Record, narrow_row_lanes>()
                     : Kernels::template of<Record, wide_row_lanes>();
  };
  switch (kind) {
    case RecordKind::vcf:
      return of.template operator()<VcfRecord<RecordKind::vcf>>();
    case RecordKind::bcf:
      return of.template operator()<VcfRecord<RecordKind::bcf>>();
    case RecordKind::table:
      break;
  }
  return of.template operator()<TableRecord>();
}

}  // namespace hapmill::cu
