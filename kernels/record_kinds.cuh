#pragma once

#include "row_batch.cuh"
#include "table_format.cuh"
#include "vcf_format.cuh"

namespace hapmill::cu {

/// Returns the kernel for a kind of record and a width of rows. `Kernels::of<Record, lane_count>()`
/// returns the kernel for a class of records and a number of lanes per tile.
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
