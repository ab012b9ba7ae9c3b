#pragma once

#include <cstdint>

#include "hapmill/model/genotype.hpp"
#include "hapmill/model/lanes.hpp"
#include "hapmill/model/put_bytes.hpp"
#include "hapmill/model/put_samples.hpp"
#include "hapmill/model/record_format.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/model/vcf_site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

// Writes lines of VCF.

namespace vcf_record {

/// Appends the number of an allele, or `.` if it is missing.
HAPMILL_HD inline std::uint64_t put_allele_number(char* out, std::uint64_t at,
                                                  std::uint32_t allele) {
  return allele == missing_allele ? put(out, at, '.') : put_number(out, at, allele);
}

/// Appends `<tab>GT` or `<tab>GT:PS` for one sample.
template <class Code>
HAPMILL_HD std::uint64_t put_sample(char* out, std::uint64_t at, Site<Code> const& site,
                                    RecordFormat const& format, SampleColumns columns) {
  Genotype const genotype = genotype_of(site, format.genotypes, columns);
  at = put(out, at, '\t');
  at = put_allele_number(out, at, genotype.left);
  if (genotype.right != no_allele) {
    bool const is_phased = phase_of_call(site, format.genotypes, columns) == CallPhase::phased;
    at = put(out, at, is_phased ? '|' : '/');
    at = put_allele_number(out, at, genotype.right);
  }
  if (!format.vcf.has_phase_set) return at;
  at = put(out, at, ':');
  return put_number(out, at, site.contig.phase_set);
}

/// Appends the fields before the samples. FORMAT is left out if there are no samples.
template <class Code>
HAPMILL_HD std::uint64_t put_site(char* out, Site<Code> const& site, RecordFormat const& format,
                                  GenotypeCounts const& counts) {
  bool const fold_case = format.genotypes.fold_case;
  std::uint64_t at = put(out, 0, {site.row.text, site.chrom_size}, false);
  at = put(out, at, '\t');
  at = put_number(out, at, site.pos);
  at = put(out, at, "\t.\t");
  at = put_vcf_ref(out, at, site, fold_case);
  for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
    char byte = 0;
    at = put(out, at, k == 0 ? '\t' : ',');
    at = put(out, at, allele_text(site, site.alternates[k], byte), fold_case);
  }
  at = put(out, at, "\t.\tPASS\tAC=");
  for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
    if (k != 0) at = put(out, at, ',');
    at = put_number(out, at, counts.per_alternate[k]);
  }
  at = put(out, at, ";AN=");
  at = put_number(out, at, counts.called_alleles);
  at = put(out, at, ";NS=");
  at = put_number(out, at, counts.called_samples);
  if (format.genotypes.sample_count == 0) return at;
  at = put(out, at, "\tGT");
  return format.vcf.has_phase_set ? put(out, at, ":PS") : at;
}

}  // namespace vcf_record

/// Writes the VCF line of a variant site, with its newline, to `out`, or computes only its size if
/// `out` is null.
///
/// The site has passed check_vcf_fields and has no alternate that find_unfit_alternate would
/// report. Returns the bytes of the record.
template <class Lanes, class Code>
HAPMILL_HD std::uint64_t write_vcf_record(Lanes lanes, Site<Code> const& site,
                                          RecordFormat const& format, GenotypeCounts const& counts,
                                          char* out) {
  std::uint64_t const at =
      vcf_record::put_site(lanes.rank() == 0 ? out : nullptr, site, format, counts);
  return put_samples(lanes, format.genotypes, out, at,
                     [&](char* to, std::uint64_t place, SampleColumns columns) {
                       return vcf_record::put_sample(to, place, site, format, columns);
                     });
}

}  // namespace hapmill
