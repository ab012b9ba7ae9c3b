#pragma once

#include <cstdint>

#include "hapmill/model/allele_rules.hpp"
#include "hapmill/model/row_fields.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

/// The properties of a contig in the VCF or BCF header. The haplotype table does not need them.
struct ContigFacts {
  /// Number of the contig in the header, from 0; -1 if --fai or --contigs gives the contigs of the
  /// header and this one is not among them.
  std::int32_t id = 0;
  std::uint32_t length = max_pos;  ///< in bases; max_pos if it is not known
  std::uint32_t phase_set = 0;     ///< PS: the POS of its first row in the matrix
  bool is_vcf_name = true;         ///< the name is one that VCF allows
};

/// A row after encoding: its fields, the code of each cell, and the text behind each code above
/// 127.
///
/// It owns nothing. `row` lies in the chunk's text; the arrays lie in the RowScratch of the row's
/// encoder.
template <class Code>
struct Site {
  Row row;
  ContigFacts contig = {};
  std::uint32_t chrom_size;  ///< bytes of CHROM, which starts the row
  std::uint32_t pos;
  std::uint32_t ref_begin;  ///< where REF starts in the row, in bytes
  std::uint32_t ref_size;
  Code ref_code;       ///< code of REF; never has the missing bit
  Code deletion_code;  ///< code of deletion cells, without the missing bit; 0 if there are none
  bool has_missing;    ///< some cell, counted or not, has the missing bit
  bool has_deletion;   ///< some counted cell has deletion_code
  std::uint32_t column_count;
  Code const* codes;  ///< [column_count] code of each cell
  std::uint32_t alternate_count;
  Code const* alternates;           ///< [alternate_count], in output order
  std::uint32_t const* long_begin;  ///< [number of longer alleles] where each starts in the row
  std::uint32_t const* long_size;   ///< [number of longer alleles] bytes of each
};

/// The arrays that encoding one row needs. Each has `column_count + 1` entries, field_begin
/// column_count + site_field_count + 1. Not owned.
struct RowScratch {
  std::uint32_t* field_begin;
  WideCode* codes;
  WideCode* alternates;
  std::uint32_t* counts;
  std::uint32_t* long_begin;
  std::uint32_t* long_size;
};

/// A piece of text. Not owned.
struct Text {
  char const* data;
  std::uint32_t size;
};

/// Returns the text of an allele as the matrix has it, before case folding. The text of a one-byte
/// allele is stored in `byte`.
template <class Code>
HAPMILL_HD Text allele_text(Site<Code> const& site, Code code, char& byte) {
  auto const value = static_cast<Code>(code & static_cast<Code>(~missing_bit<Code>));
  if (value >= first_long_code) {
    auto const k = static_cast<std::uint32_t>(value) - first_long_code;
    return {site.row.text + site.long_begin[k], site.long_size[k]};
  }
  byte = static_cast<char>(value);
  return {&byte, 1};
}

/// Whether a code has the missing bit.
template <class Code>
HAPMILL_HD constexpr bool is_missing(Code code) {
  return (code & missing_bit<Code>) != 0;
}

/// The kinds of cells of a written row that the report counts.
enum class CellCount : std::uint8_t { called, missing, deleted };

/// Returns how the cell with code `code` is counted in the report.
template <class Code>
HAPMILL_HD constexpr CellCount count_of_cell(Site<Code> const& site, Code code,
                                             DeletionPolicy deletion) {
  auto const text = static_cast<Code>(code & static_cast<Code>(~missing_bit<Code>));
  bool const may_be_deletion = !is_missing(code) || deletion == DeletionPolicy::missing;
  if (may_be_deletion && site.deletion_code != 0 && text == site.deletion_code) {
    return CellCount::deleted;
  }
  return is_missing(code) ? CellCount::missing : CellCount::called;
}

/// Whether a cell holds an alternate: an allele that is neither REF nor missing.
template <class Code>
HAPMILL_HD constexpr bool is_alternate(Code code, Code ref_code) {
  return !is_missing(code) && code != ref_code;
}

}  // namespace hapmill
