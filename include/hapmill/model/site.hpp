#pragma once

#include <cstdint>

#include "hapmill/model/allele_rules.hpp"
#include "hapmill/model/row_fields.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

/// What the header of the output says of a contig. The haplotype table needs none of it.
struct ContigFacts {
  /// Place among the header's contigs; -1: the header has to list it (--fai, --contigs) but does
  /// not.
  std::int32_t id = 0;
  std::uint32_t length = max_pos;  ///< where it is known, else max_pos
  std::uint32_t phase_set = 0;     ///< PS: the POS of its first row in the matrix
  bool is_vcf_name = true;         ///< VCF's grammar has such a name
};

/// A row read: its fields, the code of each cell, and what the codes above 127 stand for.
///
/// Owns nothing: `row` is the chunk's text, the arrays are the RowScratch of whoever encoded it
/// (or, for byte codes, of a backend's own encoder).
template <class Code>
struct Site {
  Row row;
  ContigFacts contig = {};
  std::uint32_t chrom_size;
  std::uint32_t pos;
  std::uint32_t ref_begin;
  std::uint32_t ref_size;
  Code ref_code;       ///< what cells are compared with; never has the missing bit
  Code deletion_code;  ///< of deletion cells, less the missing bit; 0 where there are none
  bool has_missing;    ///< some cell, counted or not, has the missing bit
  bool has_deletion;   ///< some counted cell has deletion_code
  std::uint32_t column_count;
  Code const* codes;  ///< [column_count]
  std::uint32_t alternate_count;
  Code const* alternates;           ///< [alternate_count], in output order
  std::uint32_t const* long_begin;  ///< [number of longer alleles] offsets in the row
  std::uint32_t const* long_size;
};

/// Memory for one row in a lane group's hands; `column_count + 1` entries each, field_begin
/// column_count + site_field_count + 1.
struct RowScratch {
  std::uint32_t* field_begin;
  WideCode* codes;
  WideCode* alternates;
  std::uint32_t* counts;
  std::uint32_t* long_begin;
  std::uint32_t* long_size;
};

/// A piece of text that is not owned.
struct Text {
  char const* data;
  std::uint32_t size;
};

/// Text of an allele as the matrix has it, before case folding; `byte` lends storage for alleles
/// of one byte.
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

template <class Code>
HAPMILL_HD constexpr bool is_missing(Code code) {
  return (code & missing_bit<Code>) != 0;
}

/// What a cell of a written row counts as in the report.
enum class CellCount : std::uint8_t { called, missing, deleted };

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

/// A cell that makes its site variant, if it is counted.
template <class Code>
HAPMILL_HD constexpr bool is_alternate(Code code, Code ref_code) {
  return !is_missing(code) && code != ref_code;
}

}  // namespace hapmill
