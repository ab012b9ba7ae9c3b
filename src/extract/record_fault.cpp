#include "extract/record_fault.hpp"

#include <fmt/format.h>

#include "bytes/text_lines.hpp"

namespace hapmill {

namespace {

struct Words {
  std::string_view reason;
  std::string_view what;
  std::string_view advice;  ///< what to do, other than leaving such records out
};

Words words_of(RecordFaultKind kind) {
  switch (kind) {
    case RecordFaultKind::malformed:
      return {"malformed", "the line is not a record", "fix the line"};
    case RecordFaultKind::chrom:
      return {"chrom", "CHROM is empty or has white space or a control byte in it",
              "rename the contig"};
    case RecordFaultKind::pos:
      return {"pos", "POS is not between 1 and 2147483647", "fix the record"};
    case RecordFaultKind::ref:
      return {"ref", "REF does not consist of letters", "fix the record"};
    case RecordFaultKind::no_gt:
      return {"no-gt", "the record has no GT", "use a file with genotypes"};
    case RecordFaultKind::symbolic:
      return {"symbolic", "a sample has an allele that cannot be written as letters",
              "remove such records first, for example with bcftools view -e 'ALT~\"[^A-Za-z*]\"'"};
    case RecordFaultKind::allele:
      return {"allele", "a genotype has an allele that the record does not list", "fix the record"};
    case RecordFaultKind::unphased:
      return {"unphased", "the genotype is heterozygous and not phased",
              "phase the file first, or accept such genotypes with --unphased as-is or missing"};
    case RecordFaultKind::haploid:
      return {"haploid", "the genotype has one allele, but the sample has two columns",
              "accept such genotypes with --haploid twice or missing, or give each sample one "
              "column with "
              "--ploidy 1"};
    case RecordFaultKind::heterozygous:
      return {"heterozygous",
              "the genotype has two different alleles, but the sample has one column",
              "give each sample two columns with --ploidy 2"};
    case RecordFaultKind::ploidy:
      return {"ploidy", "the genotype has more than two alleles",
              "a matrix cannot express polyploid samples"};
  }
  return {};
}

}  // namespace

std::string_view fault_reason(RecordFaultKind kind) { return words_of(kind).reason; }

std::string describe_fault(RecordFault const& fault, std::string_view sample) {
  Words const words = words_of(fault.kind);
  std::string text;
  if (!sample.empty()) text = fmt::format("sample {}: ", quoted(sample));
  text += words.what;
  if (fault.kind == RecordFaultKind::malformed) {
    text += ": " + fault.found;
  } else if (!fault.found.empty()) {
    text += fmt::format(" (found {})", quoted(fault.found));
  }
  return text +
         fmt::format("; {}, or leave such records out with --on-bad-record skip", words.advice);
}

}  // namespace hapmill
