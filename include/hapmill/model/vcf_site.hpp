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

/// A, C, G, T or N (VCFv4.2, 1.4.1, fields REF and ALT; upper case, as this program writes them).
HAPMILL_HD constexpr bool is_vcf_base(char byte) {
  return byte == 'A' || byte == 'C' || byte == 'G' || byte == 'T' || byte == 'N';
}

/// What a base of REF prints: an IUPAC ambiguity code its first base in alphabetical order
/// (VCFv4.3, 1.6.1, field REF), other bytes themselves.
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

/// REF as VCF and BCF print it.
template <class Code>
HAPMILL_HD std::uint64_t put_vcf_ref(char* out, std::uint64_t at, Site<Code> const& site,
                                     bool fold_case) {
  Text const ref = ref_text(site);
  for (std::uint32_t i = 0; i < ref.size; ++i) {
    at = put(out, at, vcf_ref_base(fold(ref.data[i], fold_case)));
  }
  return at;
}

template <class Code>
HAPMILL_HD bool is_vcf_ref(Site<Code> const& site, bool fold_case) {
  Text const ref = ref_text(site);
  for (std::uint32_t i = 0; i < ref.size; ++i) {
    if (!is_vcf_base(vcf_ref_base(fold(ref.data[i], fold_case)))) return false;
  }
  return true;
}

/// Bases or `*`, and not the text that REF prints.
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

/// Whether VCF and BCF can hold CHROM, POS and REF of a site.
template <class Code>
HAPMILL_HD RowFaultKind check_vcf_fields(Site<Code> const& site, bool fold_case) {
  if (!site.contig.is_vcf_name) return RowFaultKind::contig_name;
  if (site.contig.id < 0) return RowFaultKind::contig_unknown;
  if (site.pos > site.contig.length) return RowFaultKind::contig_length;
  return is_vcf_ref(site, fold_case) ? RowFaultKind::none : RowFaultKind::ref_allele;
}

/// The leftmost column that holds an alternate which VCF and BCF cannot; column_count if there is
/// none.
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

/// INFO of a site: over the genotypes as they are printed.
struct GenotypeCounts {
  std::uint32_t called_alleles;        ///< AN
  std::uint32_t called_samples;        ///< NS: samples with at least one allele called
  std::uint32_t const* per_alternate;  ///< AC [alternate_count]
};

/// Counts the genotypes of a site; `per_alternate` is room for as many numbers as alternates.
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
