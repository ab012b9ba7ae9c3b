#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hapmill {

/// Why a record does not fit a matrix.
enum class RecordFaultKind : std::uint8_t {
  malformed,     ///< it cannot be parsed
  chrom,         ///< CHROM is empty or holds white space or a control byte
  pos,           ///< POS is not within 1 … 2147483647
  ref,           ///< REF holds other bytes than letters
  no_gt,         ///< it has no GT
  symbolic,      ///< a sample carries an allele that is no text: symbolic, a breakend
  allele,        ///< a sample carries an allele that the record does not have
  unphased,      ///< two different alleles that are not phased
  haploid,       ///< one allele for two columns
  heterozygous,  ///< two different alleles for one column
  ploidy,        ///< more than two alleles
};
inline constexpr std::size_t record_fault_kind_count = 11;

struct RecordFault {
  static constexpr std::size_t no_sample = static_cast<std::size_t>(-1);

  RecordFaultKind kind = RecordFaultKind::malformed;
  std::size_t sample = no_sample;  ///< in output order
  std::string found;               ///< the text that is wrong
};

/// The word for a reason in the summary.
std::string_view fault_reason(RecordFaultKind kind);

/// What is wrong and what to do about it; `sample` is empty where none is at fault.
std::string describe_fault(RecordFault const& fault, std::string_view sample);

}  // namespace hapmill
