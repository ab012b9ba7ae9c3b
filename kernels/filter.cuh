#pragma once

#include "row_batch.cuh"

#include "byte_alternates.cuh"
#include "encode.cuh"

#include "hapmill/model/alternates.hpp"
#include "hapmill/model/write_record.hpp"

#include <cuda_runtime.h>

#include <cstdint>

namespace hapmill::cu {

/// Collects the alternates of a site.
template <class Lanes, class Code>
__device__ std::uint32_t list_alternates(Lanes lanes, Site<Code> const& site, Code* alternates) {
  if constexpr (sizeof(Code) == sizeof(ByteCode)) {
    return collect_byte_alternates(lanes, site.codes, site.column_count, site.ref_code, alternates);
  } else {
    return collect_alternates(lanes, site.codes, site.column_count, site.ref_code, alternates);
  }
}

/// Decides what happens to a row without faults in its fields. If it is to be written, the site
/// gets its alternates, in the order of the rules.
template <class Lanes, class Code>
__device__ RowReading filter_site(Lanes lanes, Site<Code>& site, Code* alternates,
                                  RowRules const& rules, RowScratch const& scratch) {
  if (rules.alleles.deletion == DeletionPolicy::drop_site && site.has_deletion) {
    return {.outcome = filtered_for(FilterReason::drop_site)};
  }
  site.alternate_count = list_alternates(lanes, site, alternates);
  if (site.alternate_count == 0) return {.outcome = RowOutcome::non_variant};
  RowFault const fault =
      check_record(lanes, site, rules.format, rules.delimiter, scratch.field_begin);
  if (fault.kind != RowFaultKind::none) return {.outcome = RowOutcome::rejected, .fault = fault};
  FilterReason const reason = judge_site(lanes, site, rules.filters, rules.format.genotypes);
  if (reason != FilterReason::none) return {.outcome = filtered_for(reason)};
  order_alternates(lanes, site, rules.alt_order, rules.format.genotypes.fold_case, alternates,
                   scratch.counts);
  return {};
}

/// Reads every row and stores its outcome, the size of its record, its fault if it has one, and the
/// lowest row at which conversion stops. Rows after that row may have sizes.
void filter_rows(RowWork const& work, RowResults const& results, cudaStream_t stream);

/// Sets the sizes of the rows after the row at which conversion stops to 0.
void drop_rows_after_stop(RowResults const& results, std::uint32_t row_count, cudaStream_t stream);

}  // namespace hapmill::cu
