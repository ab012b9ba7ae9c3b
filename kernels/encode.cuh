#pragma once

#include "row_batch.cuh"

#include "hapmill/model/encode_row.hpp"

#include <cuda_runtime.h>

#include <cstdint>

namespace hapmill::cu {

/// What reading a row came to: an outcome, its fault if it is rejected, else its record's bytes.
struct RowReading {
  RowOutcome outcome = RowOutcome::written;
  RowFault fault{};
  std::uint64_t size = 0;
};

/// Offset of the first cell if the row begins with the contig, a position and a REF of one ASCII
/// byte, each ended by a delimiter, else 0. `pos` becomes the position.
__device__ inline std::uint32_t find_regular_cells(Row row, Text contig, char delimiter,
                                                   std::uint32_t& pos) {
  if (contig.size == 0 || row.size <= contig.size || row.text[contig.size] != delimiter) return 0;
  for (std::uint32_t i = 0; i < contig.size; ++i) {
    if (row.text[i] != contig.data[i]) return 0;
  }
  constexpr std::uint32_t most_digits = 10;
  std::uint32_t const begin = contig.size + 1;
  std::uint32_t end = begin;
  while (end < row.size && end - begin <= most_digits && row.text[end] != delimiter) ++end;
  if (end + 2 >= row.size || row.text[end] != delimiter || row.text[end + 2] != delimiter) return 0;
  pos = parse_pos(row.text + begin, end - begin);
  char const ref = row.text[end + 1];
  if (pos == 0 || ref == delimiter || is_control(ref) || !is_ascii(ref)) return 0;
  return end + 3;
}

/// Encodes a row of one-byte cells, which are found by their stride. False if the row is any
/// other, good or bad; `codes` is void then.
template <class Lanes>
__device__ bool encode_regular_row(Lanes lanes, Row row, PieceContig const& contig,
                                   RowRules const& rules, ByteCode* codes, Site<ByteCode>& site) {
  std::uint32_t pos = 0;
  std::uint32_t const cells_begin = find_regular_cells(row, contig.name, rules.delimiter, pos);
  std::uint32_t const column_count = rules.column_count;
  if (cells_begin == 0 || row.size - cells_begin != 2 * column_count - 1) return false;
  bool has_missing = false;
  bool has_deletion = false;
  for (std::uint32_t base = 0; base < column_count; base += lanes.size()) {
    std::uint32_t const column = base + lanes.rank();
    bool irregular = false;
    if (column < column_count) {
      char const* const cell = row.text + cells_begin + 2 * column;
      bool const is_byte = is_ascii(cell[0]) && cell[0] != rules.delimiter;
      ByteCode code = is_byte ? rules.alleles.code_of_byte[static_cast<unsigned>(cell[0])] : 0;
      irregular = code == control_byte || code == ambiguous_byte ||
                  (column + 1 < column_count && cell[1] != rules.delimiter);
      if (rules.uncounted != nullptr) code |= rules.uncounted[column];
      codes[column] = code;
      has_missing = has_missing || is_missing(code);
      has_deletion =
          has_deletion || (rules.alleles.deletion_byte != 0 && code == rules.alleles.deletion_byte);
    }
    if (lanes.ballot(irregular) != 0) return false;
  }
  char const ref = row.text[cells_begin - 2];
  site = {.row = row,
          .contig = contig.facts,
          .chrom_size = contig.name.size,
          .pos = pos,
          .ref_begin = cells_begin - 2,
          .ref_size = 1,
          .ref_code = rules.alleles.ref_of_byte[static_cast<unsigned>(ref)],
          .deletion_code = rules.alleles.deletion_byte,
          .has_missing = lanes.ballot(has_missing) != 0,
          .has_deletion = lanes.ballot(has_deletion) != 0,
          .column_count = column_count,
          .codes = codes,
          .alternate_count = 0,
          .alternates = nullptr,
          .long_begin = nullptr,
          .long_size = nullptr};
  lanes.sync();
  return true;
}

template <class Lanes>
__device__ bool is_of_contig(Lanes lanes, Row row, std::uint32_t chrom_bytes, Text contig) {
  if (chrom_bytes != contig.size) return false;
  bool differs = false;
  for (std::uint32_t i = lanes.rank(); i < contig.size; i += lanes.size()) {
    differs = differs || row.text[i] != contig.data[i];
  }
  return lanes.ballot(differs) == 0;
}

/// Reads a row, and calls `visit(lanes, site, alternates)` with its site if it is good;
/// `alternates` is room for them, in the scratch memory. Regular rows have a Site<ByteCode>, others
/// a Site<WideCode>.
template <class Lanes, class Visitor>
__device__ RowReading read_row(Lanes lanes, Row row, PieceContig const& contig,
                               RowRules const& rules, RowScratch const& scratch,
                               Visitor const& visit) {
  Site<ByteCode> byte_site;
  auto* const byte_codes = reinterpret_cast<ByteCode*>(scratch.codes);
  if (encode_regular_row(lanes, row, contig, rules, byte_codes, byte_site)) {
    auto* const alternates = reinterpret_cast<ByteCode*>(scratch.alternates);
    byte_site.alternates = alternates;
    return visit(lanes, byte_site, alternates);
  }
  // The lanes that saw no difference may be ahead of those that still read the codes above.
  lanes.sync();
  std::uint32_t const chrom_bytes = chrom_size(row, rules.delimiter);
  if (chrom_bytes != 0 && !is_of_contig(lanes, row, chrom_bytes, contig.name)) {
    return {.outcome = RowOutcome::breaks_plan};
  }
  std::uint32_t const expected_count = rules.column_count + site_field_count;
  std::uint32_t const field_count =
      tokenize_row(lanes, row, rules.delimiter, scratch.field_begin, expected_count + 1);
  Site<WideCode> site{};
  site.contig = contig.facts;
  RowFault fault = check_site_fields(row, rules.delimiter, scratch.field_begin, field_count,
                                     expected_count, site.pos);
  if (fault.kind == RowFaultKind::none) {
    fault =
        encode_row(lanes, row, rules.alleles, rules.uncounted, rules.column_count, scratch, site);
  }
  if (fault.kind != RowFaultKind::none) return {.outcome = RowOutcome::rejected, .fault = fault};
  return visit(lanes, site, scratch.alternates);
}

}  // namespace hapmill::cu
