#pragma once

#include "row_batch.cuh"

#include "byte_alternates.cuh"
#include "encode.cuh"

#include "hapmill/model/alternates.hpp"
#include "hapmill/model/table_record.hpp"

#include <cuda_runtime.h>

#include <cstdint>

namespace hapmill::cu {

/// The half-call that HalfCallPolicy::error does not allow.
template <class Lanes, class Code>
__device__ RowReading refuse_half_call(Lanes lanes, Site<Code> const& site, RowRules const& rules,
                                       std::uint32_t sample, RowScratch const& scratch) {
  SampleColumns const columns = rules.table.samples[sample];
  std::uint32_t const column =
      is_missing(site.codes[columns.first]) ? columns.first : columns.second;
  std::uint32_t const field = site_field_count + column;
  tokenize_row(lanes, site.row, rules.delimiter, scratch.field_begin,
               rules.column_count + site_field_count + 1);
  std::uint32_t const begin = scratch.field_begin[field];
  std::uint32_t const size = scratch.field_begin[field + 1] - begin - 1;
  return {.outcome = RowOutcome::rejected,
          .fault = {RowFaultKind::half_call, field, begin, size, 0}};
}

template <class Lanes, class Code>
__device__ std::uint32_t list_alternates(Lanes lanes, Site<Code> const& site, Code* alternates) {
  if constexpr (sizeof(Code) == sizeof(ByteCode)) {
    return collect_byte_alternates(lanes, site.codes, site.column_count, site.ref_code, alternates);
  } else {
    return collect_alternates(lanes, site.codes, site.column_count, site.ref_code, alternates);
  }
}

/// Decides what becomes of a good row. Of one that is written, the site gets its alternates, in the
/// order asked for.
template <class Lanes, class Code>
__device__ RowReading filter_site(Lanes lanes, Site<Code>& site, Code* alternates,
                                  RowRules const& rules, RowScratch const& scratch) {
  if (rules.alleles.deletion == DeletionPolicy::drop_site && site.has_deletion) {
    return {.outcome = RowOutcome::filtered};
  }
  site.alternate_count = list_alternates(lanes, site, alternates);
  if (site.alternate_count == 0) return {.outcome = RowOutcome::non_variant};
  TableFormat const& table = rules.table;
  if (table.missing == MissingPolicy::dot && table.half_call == HalfCallPolicy::error &&
      site.has_missing) {
    HalfCalls const half_calls = find_half_calls(lanes, site, table);
    if (half_calls.count != 0) {
      return refuse_half_call(lanes, site, rules, half_calls.first, scratch);
    }
  }
  order_alternates(lanes, site, rules.alt_order, table.fold_case, alternates, scratch.counts);
  return {};
}

/// Reads every row of the batch: its outcome, the size of its record, its fault if it has one, and
/// the lowest row at which conversion stops. Rows past that one may have sizes.
void filter_rows(RowRules const* rules, RowBatch const& batch, ScratchMemory const& scratch,
                 std::uint32_t tile_count, RowResults const& results, cudaStream_t stream);

/// Sets the sizes past the row at which conversion stops to 0.
void drop_rows_after_stop(RowResults const& results, std::uint32_t row_count, cudaStream_t stream);

}  // namespace hapmill::cu
