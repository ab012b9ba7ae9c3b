#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hapmill {

/// Why a record cannot become a row of a matrix.
enum class RecordFaultKind : std::uint8_t {
  malformed,     ///< it cannot be parsed
  chrom,         ///< CHROM is empty or has white space or a control byte in it
  pos,           ///< POS is not within 1 … 2147483647
  ref,           ///< REF has other bytes than letters in it
  no_gt,         ///< it has no GT
  symbolic,      ///< a sample has a symbolic allele or a breakend
  allele,        ///< a genotype has an allele that the record does not list
  unphased,      ///< two different alleles that are not phased
  haploid,       ///< one allele for two columns
  heterozygous,  ///< two different alleles for one column
  ploidy,        ///< more than two alleles
};
inline constexpr std::size_t record_fault_kind_count = 11;

/// A fault of a record.
struct RecordFault {
  static constexpr std::size_t no_sample = static_cast<std::size_t>(-1);

  RecordFaultKind kind = RecordFaultKind::malformed;
  std::size_t sample = no_sample;  ///< number of the sample, in output order
  std::string found;               ///< the text that is wrong
};

/// Returns the word for a kind of fault in the summary.
std::string_view fault_reason(RecordFaultKind kind);

/// Returns a message that says what is wrong and what to do about it. `sample` is the name of the
/// sample at fault, or empty.
std::string describe_fault(RecordFault const& fault, std::string_view sample);

}  // namespace hapmill
