#pragma once

#include <cstdint>

namespace hapmill {

/// The kinds of faults of a row, in the order in which rows are checked.
enum class RowFaultKind : std::uint8_t {
  none,
  empty_line,
  fields,     ///< the number of fields differs from the header's
  chrom,      ///< CHROM is empty or has white space or a control byte in it
  pos,        ///< POS is not a decimal number in 1 … 2147483647
  ref,        ///< REF is empty or has a control byte in it
  cell,       ///< a cell is empty or has a control byte in it
  ambiguous,  ///< a cell is an IUPAC code, under AmbiguousPolicy::error
  alleles,    ///< there are more distinct alleles than codes
  // Faults of rows in another layout, found by a RowRewriter before the checks above except
  // empty_line.
  quality,       ///< the quality of a cell is not a number
  alt_column,    ///< a cell holds an allele that the ALT column does not list
  genotype,      ///< a cell is not a genotype of the input format
  ref_unknown,   ///< neither the row nor the reference has a REF
  ref_mismatch,  ///< REF differs from the reference
  // Faults of rows that would otherwise be written. VCF and BCF cannot express the first five.
  contig_name,     ///< CHROM is not a contig name that VCF allows
  contig_unknown,  ///< --fai or --contigs does not list the contig
  contig_length,   ///< POS is beyond the end of the contig
  ref_allele,      ///< REF is not a sequence of A C G T N
  alt_allele,      ///< an alternate is neither such a sequence nor `*`, or equals REF as printed
  unphased,        ///< a call is unphased, which the haplotype table cannot express
  half_call,       ///< a call is a half-call, under HalfCallPolicy::error
};
inline constexpr int row_fault_kind_count = 21;

/// A fault of one row, and its place. It has no text and needs no memory, so that kernels and
/// host code can return it alike.
struct RowFault {
  RowFaultKind kind = RowFaultKind::none;
  std::uint32_t field = 0;        ///< number of the field that is wrong, from 0
  std::uint32_t begin = 0;        ///< where its text starts in the row, in bytes
  std::uint32_t size = 0;         ///< bytes of its text
  std::uint32_t field_count = 0;  ///< fields that the row has, for RowFaultKind::fields
};

}  // namespace hapmill
