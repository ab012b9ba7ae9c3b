#include "extract/record_fault.hpp"

#include <fmt/format.h>

#include "bytes/text_lines.hpp"

namespace hapmill {

namespace {

struct Words {
  std::string_view reason;
  std::string_view what;
  std::string_view advice;  ///< beside leaving such records out
};

Words words_of(RecordFaultKind kind) {
  switch (kind) {
    case RecordFaultKind::malformed:
      return {"malformed", "the line is no record", "mend the line"};
    case RecordFaultKind::chrom:
      return {"chrom", "CHROM is empty or holds white space or a control byte",
              "rename the contig"};
    case RecordFaultKind::pos:
      return {"pos", "POS is not within 1 to 2147483647", "mend the record"};
    case RecordFaultKind::ref:
      return {"ref", "REF is not made of letters", "mend the record"};
    case RecordFaultKind::no_gt:
      return {"no-gt", "the record has no GT", "give a file with genotypes"};
    case RecordFaultKind::symbolic:
      return {"symbolic", "an allele that a sample carries has no letters that a cell could hold",
              "remove such records first, as by bcftools view -e 'ALT~\"[^A-Za-z*]\"'"};
    case RecordFaultKind::allele:
      return {"allele", "a genotype names an allele that the record does not have",
              "mend the record"};
    case RecordFaultKind::unphased:
      return {"unphased", "a heterozygous genotype that is not phased",
              "phase the file first, or take them with --unphased as-is or missing"};
    case RecordFaultKind::haploid:
      return {"haploid", "one allele where there are two columns",
              "take them with --haploid twice or missing, or give each sample one column with "
              "--ploidy 1"};
    case RecordFaultKind::heterozygous:
      return {"heterozygous", "two different alleles where there is one column",
              "give each sample two columns with --ploidy 2"};
    case RecordFaultKind::ploidy:
      return {"ploidy", "more than two alleles in a genotype",
              "polyploids have no pairs of columns"};
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
