#pragma once

#include <cstdint>

#include "hapmill/model/genotype.hpp"
#include "hapmill/model/lanes.hpp"
#include "hapmill/model/put_bytes.hpp"
#include "hapmill/model/record_format.hpp"
#include "hapmill/model/row_fault.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

// What VCF and BCF records have in common: REF, which sites they can express, and the counts of
// INFO.

/// Whether a byte is A, C, G, T or N, the bases of REF and ALT (VCFv4.2, 1.4.1), in upper case.
HAPMILL_HD constexpr bool is_vcf_base(char byte) {
  return byte == 'A' || byte == 'C' || byte == 'G' || byte == 'T' || byte == 'N';
}

/// Returns the base that is printed for a byte of REF. For an IUPAC ambiguity code it is the first
/// of its bases in alphabetical order (VCFv4.3, 1.6.1, field REF); other bytes are printed
/// unchanged.
HAPMILL_HD constexpr char vcf_ref_base(char byte) {
  switch (byte) {
    case 'R':
    case 'W':
    case 'M':
    case 'D':
    case 'H':
    case 'V':
      return 'A';
    case 'Y':
    case 'S':
    case 'B':
      return 'C';
    case 'K':
      return 'G';
    default:
      return byte;
  }
}

/// Appends REF as VCF and BCF print it.
template <class Code>
HAPMILL_HD std::uint64_t put_vcf_ref(char* out, std::uint64_t at, Site<Code> const& site,
                                     bool fold_case) {
  Text const ref = ref_text(site);
  for (std::uint32_t i = 0; i < ref.size; ++i) {
    at = put(out, at, vcf_ref_base(fold(ref.data[i], fold_case)));
  }
  return at;
}

/// Whether VCF and BCF can express REF.
template <class Code>
HAPMILL_HD bool is_vcf_ref(Site<Code> const& site, bool fold_case) {
  Text const ref = ref_text(site);
  for (std::uint32_t i = 0; i < ref.size; ++i) {
    if (!is_vcf_base(vcf_ref_base(fold(ref.data[i], fold_case)))) return false;
  }
  return true;
}

/// Whether VCF and BCF can express an alternate: it is `*` or a sequence of bases, and differs from
/// REF as printed.
template <class Code>
HAPMILL_HD bool is_vcf_alternate(Site<Code> const& site, Code code, bool fold_case) {
  char byte = 0;
  Text const text = allele_text(site, code, byte);
  if (text.size == 1 && text.data[0] == '*') return true;
  Text const ref = ref_text(site);
  bool is_ref = text.size == ref.size;
  for (std::uint32_t i = 0; i < text.size; ++i) {
    char const base = fold(text.data[i], fold_case);
    if (!is_vcf_base(base)) return false;
    is_ref = is_ref && base == vcf_ref_base(fold(ref.data[i], fold_case));
  }
  return !is_ref;
}

/// Checks whether VCF and BCF can express CHROM, POS and REF of a site. Returns the first fault.
template <class Code>
HAPMILL_HD RowFaultKind check_vcf_fields(Site<Code> const& site, bool fold_case) {
  if (!site.contig.is_vcf_name) return RowFaultKind::contig_name;
  if (site.contig.id < 0) return RowFaultKind::contig_unknown;
  if (site.pos > site.contig.length) return RowFaultKind::contig_length;
  return is_vcf_ref(site, fold_case) ? RowFaultKind::none : RowFaultKind::ref_allele;
}

/// Returns the leftmost column whose cell holds an alternate that VCF and BCF cannot express;
/// column_count if there is none.
template <class Lanes, class Code>
HAPMILL_HD std::uint32_t find_unfit_alternate(Lanes lanes, Site<Code> const& site, bool fold_case) {
  bool all_fit = true;
  for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
    all_fit = all_fit && is_vcf_alternate(site, site.alternates[k], fold_case);
  }
  for (std::uint32_t base = 0; !all_fit && base < site.column_count; base += lanes.size()) {
    std::uint32_t const column = base + lanes.rank();
    bool const unfit = column < site.column_count &&
                       is_alternate(site.codes[column], site.ref_code) &&
                       !is_vcf_alternate(site, site.codes[column], fold_case);
    std::uint32_t const found = lanes.ballot(unfit);
    if (found != 0) return base + lowest_bit(found);
  }
  return site.column_count;
}

/// The values of INFO, counted over the genotypes as they are printed.
struct GenotypeCounts {
  std::uint32_t called_alleles;        ///< AN
  std::uint32_t called_samples;        ///< NS, samples with at least one called allele
  std::uint32_t const* per_alternate;  ///< [alternate_count] AC, not owned
};

/// Counts the genotypes of a site. `per_alternate` has room for one number per alternate and
/// becomes part of the result.
template <class Lanes, class Code>
HAPMILL_HD GenotypeCounts count_genotypes(Lanes lanes, Site<Code> const& site,
                                          GenotypeFormat const& format,
                                          std::uint32_t* per_alternate) {
  GenotypeCounts counts{0, 0, per_alternate};
  for (std::uint32_t k = lanes.rank(); k < site.alternate_count; k += lanes.size()) {
    per_alternate[k] = 0;
  }
  lanes.sync();
  for (std::uint32_t base = 0; base < format.sample_count; base += lanes.size()) {
    std::uint32_t const k = base + lanes.rank();
    Genotype genotype{no_allele, no_allele};
    if (k < format.sample_count) genotype = genotype_of(site, format, format.samples[k]);
    bool const left = is_called(genotype.left);
    bool const right = is_called(genotype.right);
    counts.called_alleles += bit_count(lanes.ballot(left)) + bit_count(lanes.ballot(right));
    counts.called_samples += bit_count(lanes.ballot(left || right));
    if (left && genotype.left != 0) lanes.add(per_alternate[genotype.left - 1]);
    if (right && genotype.right != 0) lanes.add(per_alternate[genotype.right - 1]);
  }
  lanes.sync();
  return counts;
}

}  // namespace hapmill
