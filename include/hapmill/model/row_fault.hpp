#pragma once

#include <cstdint>

namespace hapmill {

/// Why a row does not fit, in the order in which a row is checked.
enum class RowFaultKind : std::uint8_t {
  none,
  empty_line,
  fields,     ///< number of fields differs from the header's
  chrom,      ///< empty, or white space or a control byte in it
  pos,        ///< not a decimal number in 1 … 2147483647
  ref,        ///< empty, or a control byte in it
  cell,       ///< empty, or a control byte in it
  ambiguous,  ///< an IUPAC code where AmbiguousPolicy::error holds
  alleles,    ///< more distinct alleles than a code can number
  // Of original rows, found by a RowRewriter before all but empty_line:
  quality,       ///< a cell's quality that is no number
  alt_column,    ///< a cell's allele that the ALT column does not list
  genotype,      ///< a cell that is no genotype of the input format
  ref_unknown,   ///< no REF, where the reference does not tell it either
  ref_mismatch,  ///< a REF that is not what the reference has
  // Of rows that would be written only. The first five have no place in VCF and BCF:
  contig_name,     ///< a name that VCF's grammar does not have
  contig_unknown,  ///< a contig that --fai or --contigs does not list
  contig_length,   ///< a POS beyond the contig's length
  ref_allele,      ///< a REF that is no sequence of A C G T N
  alt_allele,      ///< an alternate that is neither such a sequence nor `*`, or is REF as printed
  unphased,        ///< two alleles in no order, for which the haplotype table has no place
  half_call,       ///< a half-call where HalfCallPolicy::error holds
};
inline constexpr int row_fault_kind_count = 21;

/// One row that does not fit, told by kernels and row functions alike without words or memory.
struct RowFault {
  RowFaultKind kind = RowFaultKind::none;
  std::uint32_t field = 0;        ///< field of the row that is wrong, from 0
  std::uint32_t begin = 0;        ///< where its text begins in the row, in bytes
  std::uint32_t size = 0;         ///< bytes of its text
  std::uint32_t field_count = 0;  ///< fields that the row has, for RowFaultKind::fields
};

}  // namespace hapmill
