#pragma once

#include <cstdint>

#include "hapmill/model/genotype.hpp"
#include "hapmill/model/lanes.hpp"
#include "hapmill/model/put_bytes.hpp"
#include "hapmill/model/record_format.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/model/vcf_site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

// Writes BCF2 records (VCFv4.3, section 6.3). All numbers are little-endian. The functions put_…
// append to `out` at byte `at`, as described in put_bytes.hpp.
namespace bcf_record {

/// The types of BCF values, by their codes in the file.
enum class Type : std::uint8_t { int8 = 1, int16 = 2, int32 = 3, character = 7 };

/// Bytes of one value.
HAPMILL_HD constexpr std::uint32_t size_of(Type type) {
  return type == Type::int16 ? 2 : type == Type::int32 ? 4 : 1;
}

/// The smallest type that holds the numbers from 0 to `largest`.
HAPMILL_HD constexpr Type type_of(std::uint32_t largest) {
  return largest <= 0x7F ? Type::int8 : largest <= 0x7FFF ? Type::int16 : Type::int32;
}

/// Appends the descriptor of `count` values of one type, which have to follow.
HAPMILL_HD inline std::uint64_t put_type(char* out, std::uint64_t at, Type type,
                                         std::uint32_t count) {
  constexpr std::uint32_t counted_apart = 15;
  auto const low = static_cast<std::uint32_t>(type);
  bool const is_apart = count >= counted_apart;
  at = put_little_endian(out, at, (is_apart ? counted_apart : count) << 4 | low, 1);
  if (!is_apart) return at;
  Type const count_type = type_of(count);
  at = put_little_endian(out, at, 1U << 4 | static_cast<std::uint32_t>(count_type), 1);
  return put_little_endian(out, at, count, size_of(count_type));
}

/// Appends one number from 0 on, with its descriptor.
HAPMILL_HD inline std::uint64_t put_integer(char* out, std::uint64_t at, std::uint32_t value) {
  Type const type = type_of(value);
  at = put_type(out, at, type, 1);
  return put_little_endian(out, at, value, size_of(type));
}

/// Appends the place of a FILTER, INFO or FORMAT key in the header's dictionary.
HAPMILL_HD inline std::uint64_t put_key(char* out, std::uint64_t at, VcfKey key) {
  return put_integer(out, at, static_cast<std::uint32_t>(key));
}

/// Appends ID, REF, ALT, FILTER and INFO.
template <class Code>
HAPMILL_HD std::uint64_t put_shared(char* out, std::uint64_t at, Site<Code> const& site,
                                    RecordFormat const& format, GenotypeCounts const& counts) {
  bool const fold_case = format.genotypes.fold_case;
  at = put_type(out, at, Type::character, 0);  // ID is missing
  at = put_type(out, at, Type::character, site.ref_size);
  at = put_vcf_ref(out, at, site, fold_case);
  std::uint32_t most = 0;
  for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
    char byte = 0;
    Text const text = allele_text(site, site.alternates[k], byte);
    at = put_type(out, at, Type::character, text.size);
    at = put(out, at, text, fold_case);
    most = counts.per_alternate[k] > most ? counts.per_alternate[k] : most;
  }
  at = put_key(out, at, VcfKey::pass);  // FILTER
  at = put_key(out, at, VcfKey::ac);
  at = put_type(out, at, type_of(most), site.alternate_count);
  for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
    at = put_little_endian(out, at, counts.per_alternate[k], size_of(type_of(most)));
  }
  at = put_key(out, at, VcfKey::an);
  at = put_integer(out, at, counts.called_alleles);
  at = put_key(out, at, VcfKey::ns);
  return put_integer(out, at, counts.called_samples);
}

/// The type of the alleles in GT. An allele is stored as (number + 1) · 2 + phased.
template <class Code>
HAPMILL_HD Type genotype_type(Site<Code> const& site) {
  return type_of((site.alternate_count + 1) << 1 | 1U);
}

/// Appends the alleles of one sample.
///
/// Only the second allele of a phased pair has the phase bit, as htslib writes it for VCF
/// before 4.4 (plink2 misreads a haploid call that has the bit). A haploid call among pairs ends
/// with the type's end-of-vector value.
HAPMILL_HD inline std::uint64_t put_genotype(char* out, std::uint64_t at, Genotype genotype,
                                             CallPhase phase, Type type, std::uint32_t ploidy) {
  std::uint32_t const size = size_of(type);
  auto const value = [](std::uint32_t allele) {
    return allele == missing_allele ? 0U : (allele + 1) << 1;
  };
  at = put_little_endian(out, at, value(genotype.left), size);
  if (genotype.right != no_allele) {
    return put_little_endian(out, at,
                             value(genotype.right) | (phase == CallPhase::phased ? 1U : 0U), size);
  }
  return ploidy == 1 ? at : put_little_endian(out, at, (1U << (8 * size - 1)) + 1, size);
}

/// Bytes of the two lengths at the start of a record.
inline constexpr std::uint32_t lengths_bytes = 8;
/// Bytes of the numbers between the lengths and ID.
inline constexpr std::uint32_t fixed_bytes = 24;
/// The missing value of QUAL.
inline constexpr std::uint32_t missing_float = 0x7F800001;

/// Writes the two lengths and the numbers before ID at the start of `out`.
template <class Code>
HAPMILL_HD std::uint64_t put_fixed(char* out, Site<Code> const& site, RecordFormat const& format,
                                   std::uint64_t shared_bytes, std::uint64_t genotype_bytes) {
  std::uint32_t const fields_of_sample = format.vcf.has_phase_set ? 2 : 1;
  std::uint32_t const format_count = format.genotypes.sample_count == 0 ? 0 : fields_of_sample;
  constexpr std::uint32_t info_count = 3;
  std::uint64_t at = put_little_endian(out, 0, static_cast<std::uint32_t>(shared_bytes), 4);
  at = put_little_endian(out, at, static_cast<std::uint32_t>(genotype_bytes), 4);
  at = put_little_endian(out, at, static_cast<std::uint32_t>(site.contig.id), 4);
  at = put_little_endian(out, at, site.pos - 1, 4);
  at = put_little_endian(out, at, site.ref_size, 4);
  at = put_little_endian(out, at, missing_float, 4);
  at = put_little_endian(out, at, (site.alternate_count + 1) << 16 | info_count, 4);
  return put_little_endian(out, at, format_count << 24 | format.genotypes.sample_count, 4);
}

}  // namespace bcf_record

/// Writes the BCF record of a variant site to `out`, or computes only its size if `out` is null.
///
/// The site has passed check_vcf_fields and has no alternate that find_unfit_alternate would
/// report. All lanes call `put_genotypes(out)`, which writes the genotypes of all samples. Returns
/// the bytes of the record.
template <class Lanes, class Code, class PutGenotypes>
HAPMILL_HD std::uint64_t write_bcf_record(Lanes lanes, Site<Code> const& site,
                                          RecordFormat const& format, GenotypeCounts const& counts,
                                          char* out, PutGenotypes const& put_genotypes) {
  GenotypeFormat const& genotypes = format.genotypes;
  std::uint64_t const shared_bytes =
      bcf_record::fixed_bytes + bcf_record::put_shared(nullptr, 0, site, format, counts);
  auto const type = bcf_record::genotype_type(site);
  std::uint64_t const sample_bytes = bcf_record::size_of(type) * format.vcf.ploidy;
  auto const set_type = bcf_record::type_of(site.contig.phase_set);
  std::uint64_t const key_bytes = 3;  // a key of one byte, its type, the type of what follows
  std::uint64_t genotype_bytes = key_bytes + genotypes.sample_count * sample_bytes;
  if (format.vcf.has_phase_set) {
    genotype_bytes +=
        key_bytes + std::uint64_t{genotypes.sample_count} * bcf_record::size_of(set_type);
  }
  if (genotypes.sample_count == 0) genotype_bytes = 0;
  std::uint64_t const size = bcf_record::lengths_bytes + shared_bytes + genotype_bytes;
  if (out == nullptr) return size;

  if (lanes.rank() == 0) {
    std::uint64_t const shared_begin =
        bcf_record::put_fixed(out, site, format, shared_bytes, genotype_bytes);
    bcf_record::put_shared(out, shared_begin, site, format, counts);
  }
  if (genotype_bytes == 0) return size;
  std::uint64_t at = bcf_record::lengths_bytes + shared_bytes;
  if (lanes.rank() == 0) {
    bcf_record::put_key(out, at, VcfKey::gt);
    bcf_record::put_type(out, at + key_bytes - 1, type, format.vcf.ploidy);
  }
  at += key_bytes;
  put_genotypes(out + at);
  if (!format.vcf.has_phase_set) return size;
  at += genotypes.sample_count * sample_bytes;
  if (lanes.rank() == 0) {
    bcf_record::put_key(out, at, VcfKey::ps);
    bcf_record::put_type(out, at + key_bytes - 1, set_type, 1);
  }
  at += key_bytes;
  std::uint32_t const set_bytes = bcf_record::size_of(set_type);
  for (std::uint32_t k = lanes.rank(); k < genotypes.sample_count; k += lanes.size()) {
    put_little_endian(out, at + std::uint64_t{k} * set_bytes, site.contig.phase_set, set_bytes);
  }
  return size;
}

/// Writes the same record with the genotypes that genotype_of computes.
template <class Lanes, class Code>
HAPMILL_HD std::uint64_t write_bcf_record(Lanes lanes, Site<Code> const& site,
                                          RecordFormat const& format, GenotypeCounts const& counts,
                                          char* out) {
  GenotypeFormat const& genotypes = format.genotypes;
  auto const type = bcf_record::genotype_type(site);
  std::uint64_t const sample_bytes = bcf_record::size_of(type) * format.vcf.ploidy;
  return write_bcf_record(lanes, site, format, counts, out, [&](char* to) {
    for (std::uint32_t k = lanes.rank(); k < genotypes.sample_count; k += lanes.size()) {
      SampleColumns const columns = genotypes.samples[k];
      bcf_record::put_genotype(to, k * sample_bytes, genotype_of(site, genotypes, columns),
                               phase_of_call(site, genotypes, columns), type, format.vcf.ploidy);
    }
  });
}

}  // namespace hapmill
