#pragma once

#include "bytes.cuh"
#include "row_batch.cuh"

#include "hapmill/model/encode_row.hpp"

#include <cuda_runtime.h>

#include <cstdint>

namespace hapmill::cu {

// Reads one row: encodes its cells, by a faster way if every cell is one ASCII byte.

/// The result of reading a row.
struct RowReading {
  RowOutcome outcome = RowOutcome::written;
  RowFault fault{};        ///< if it is rejected
  std::uint64_t size = 0;  ///< bytes of its record, if it is written
};

/// Whether a row whose CHROM has `chrom_bytes` is of the contig.
template <class Lanes>
__device__ bool is_of_contig(Lanes lanes, Row row, std::uint32_t chrom_bytes, Text contig) {
  if (chrom_bytes != contig.size) return false;
  bool differs = false;
  for (std::uint32_t i = lanes.rank(); i < contig.size; i += lanes.size()) {
    differs = differs || row.text[i] != contig.data[i];
  }
  return lanes.ballot(differs) == 0;
}

/// Returns the offset of the first delimiter at `begin` or at most `most` bytes after it, or 0.
template <class Lanes>
__device__ std::uint32_t find_delimiter(Lanes lanes, Row row, std::uint32_t begin,
                                        std::uint32_t most, char delimiter) {
  for (std::uint32_t base = begin; base < row.size && base <= begin + most; base += lanes.size()) {
    std::uint32_t const i = base + lanes.rank();
    std::uint32_t const found = lanes.ballot(i < row.size && row.text[i] == delimiter);
    if (found != 0) return base + lowest_bit(found);
  }
  return 0;
}

/// Returns the offset of the first cell if the row starts with the contig, a position and a REF of
/// one ASCII byte, each followed by a delimiter; else 0. Sets `pos` to the position.
template <class Lanes>
__device__ std::uint32_t find_regular_cells(Lanes lanes, Row row, Text contig, char delimiter,
                                            std::uint32_t& pos) {
  if (contig.size == 0 || row.size <= contig.size || row.text[contig.size] != delimiter) return 0;
  if (!is_of_contig(lanes, row, contig.size, contig)) return 0;
  constexpr std::uint32_t most_digits = 10;
  std::uint32_t const begin = contig.size + 1;
  std::uint32_t const end = find_delimiter(lanes, row, begin, most_digits, delimiter);
  // REF and the delimiter after it have to follow.
  if (end == 0 || end + 2 >= row.size || row.text[end + 2] != delimiter) return 0;
  pos = parse_pos(row.text + begin, end - begin);
  char const ref = row.text[end + 1];
  if (pos == 0 || ref == delimiter || is_control(ref) || !is_ascii(ref)) return 0;
  return end + 3;
}

/// The codes of eight cells, and what is known about them.
struct EightCells {
  std::uint32_t codes[2];
  bool is_irregular;  ///< the row is not regular
  bool has_missing;
  bool has_deletion;
};

/// Returns the codes of the four cells whose bytes are in `cells`, from a table of 128 codes.
__device__ inline std::uint32_t look_up(ByteCode const* code_of_byte, std::uint32_t cells) {
  return std::uint32_t{code_of_byte[cells & 0x7FU]} |
         std::uint32_t{code_of_byte[cells >> 8 & 0x7FU]} << 8 |
         std::uint32_t{code_of_byte[cells >> 16 & 0x7FU]} << 16 |
         std::uint32_t{code_of_byte[cells >> 24 & 0x7FU]} << 24;
}

/// Encodes eight cells of a row, which start in `text`.
///
/// The row has `left` cells from here on, which may be fewer than eight; no delimiter follows its
/// last cell, and codes past it are missing. `uncounted` has the missing bit for cells that do not
/// count towards ALT.
__device__ inline EightCells encode_cells(uint4 text, std::uint32_t left, uint2 uncounted,
                                          RowRules const& rules) {
  EightCells eight{};
  std::uint32_t const words[4] = {text.x, text.y, text.z, text.w};
  std::uint32_t const missing_bits[2] = {uncounted.x, uncounted.y};
  std::uint32_t const delimiters = repeat_byte(static_cast<unsigned char>(rules.delimiter));
  std::uint32_t const deletion_byte = rules.alleles.deletion_byte;
  for (std::uint32_t half = 0; half < 2; ++half) {
    std::uint32_t const count = left > 4 * half ? left - 4 * half : 0;
    std::uint32_t const mask = first_bytes(count);
    std::uint32_t const followed = first_bytes(count == 0 ? 0 : count - 1);
    std::uint32_t const cells = __byte_perm(words[2 * half], words[2 * half + 1], 0x6420);
    std::uint32_t const ends = __byte_perm(words[2 * half], words[2 * half + 1], 0x7531);
    std::uint32_t codes = (look_up(rules.alleles.code_of_byte, cells) & mask) | (high_bits & ~mask);
    static_assert(control_byte == 0 && ambiguous_byte == 1);
    bool const has_bad = nonzero_bytes(codes & 0xFEFEFEFEU) != high_bits;
    eight.is_irregular = eight.is_irregular || has_bad || (cells & mask & high_bits) != 0 ||
                         ((ends ^ delimiters) & followed) != 0;
    codes |= missing_bits[half];
    eight.has_missing = eight.has_missing || (codes & mask & high_bits) != 0;
    eight.has_deletion =
        eight.has_deletion || (deletion_byte != 0 && equal_bytes(codes, deletion_byte) != 0);
    eight.codes[half] = codes;
  }
  return eight;
}

/// Encodes a row in which every cell is one byte, so that the place of each cell is known. Returns
/// false for any other row; `codes` is then undefined. Codes past the last column are missing, up
/// to the next multiple of cells_padding and cells_padding further.
template <class Lanes>
__device__ bool encode_regular_row(Lanes lanes, Row row, PieceContig const& contig,
                                   RowRules const& rules, ByteCode* codes, Site<ByteCode>& site) {
  std::uint32_t pos = 0;
  std::uint32_t const cells_begin =
      find_regular_cells(lanes, row, contig.name, rules.delimiter, pos);
  std::uint32_t const column_count = rules.column_count;
  if (cells_begin == 0 || row.size - cells_begin != 2 * column_count - 1) return false;
  std::uint8_t const* const uncounted = rules.uncounted;
  char const* const row_end = row.text + row.size;
  std::uint32_t const codes_end = round_up(column_count, cells_padding) + cells_padding;
  bool has_missing = false;
  bool has_deletion = false;
  for (std::uint32_t base = 0; base < codes_end; base += 8 * lanes.size()) {
    std::uint32_t const column = base + 8 * lanes.rank();
    bool is_irregular = false;
    if (column < column_count) {
      uint2 const missing_bits =
          uncounted == nullptr ? uint2{} : *reinterpret_cast<uint2 const*>(uncounted + column);
      uint4 const text = load_bytes(row.text + cells_begin + 2 * column, row_end);
      EightCells const eight = encode_cells(text, column_count - column, missing_bits, rules);
      is_irregular = eight.is_irregular;
      has_missing = has_missing || eight.has_missing;
      has_deletion = has_deletion || eight.has_deletion;
      *reinterpret_cast<uint2*>(codes + column) = {eight.codes[0], eight.codes[1]};
    } else if (column < codes_end) {
      *reinterpret_cast<uint2*>(codes + column) = {high_bits, high_bits};
    }
    if (lanes.ballot(is_irregular) != 0) return false;
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

/// Reads a row and, if it has no fault, calls `visit(lanes, site, alternates)` and returns the
/// result. `site` is a Site<ByteCode> for regular rows and a Site<WideCode> for others;
/// `alternates` is scratch memory for its alternates.
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
  // Some lanes may still read the codes above.
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
