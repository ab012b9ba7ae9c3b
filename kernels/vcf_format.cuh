#pragma once

#include "allele_gather.cuh"
#include "allele_numbering.cuh"
#include "bytes.cuh"
#include "genotype_text.cuh"
#include "row_batch.cuh"

#include "hapmill/model/write_record.hpp"

#include <cstdint>

namespace hapmill::cu {

/// The unit of a VCF record (see genotype_text.cuh): `<tab>G|G`, `<tab>G/G` or `<tab>G`, with `:PS`
/// if the format has phase sets.
struct VcfUnit {
  bool is_pair;
  bool is_unphased;
  bool has_phase_set;
  std::uint32_t phase_set;

  __device__ std::uint32_t size() const {
    std::uint32_t const set_size =
        has_phase_set ? 1 + static_cast<std::uint32_t>(put_number(nullptr, 0, phase_set)) : 0;
    return (is_pair ? 4U : 2U) + set_size;
  }
  __device__ std::uint32_t place_count() const { return is_pair ? 2 : 1; }
  __device__ char byte(std::uint32_t at) const {
    std::uint32_t const genotype_size = is_pair ? 4 : 2;
    if (at == 0) return '\t';
    if (at < genotype_size) return at != 2 ? '\0' : is_unphased ? '/' : '|';
    if (at == genotype_size) return ':';
    std::uint32_t digits = phase_set;
    for (std::uint32_t k = size() - 1; k > at; --k) digits /= 10;
    return static_cast<char>('0' + digits % 10);
  }
};

/// Copies `size` bytes to `out`. `bytes` is aligned to 16 bytes and can be read in whole words of
/// 16; `out` need not be aligned.
template <class Lanes>
__device__ void copy_bytes(Lanes lanes, char const* bytes, std::uint32_t size, char* out) {
  auto const past_word = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(out) & 15U);
  std::uint32_t const head = past_word == 0 ? 0 : 16 - past_word;
  std::uint32_t const words_begin = head < size ? head : size;
  std::uint32_t const words_end = words_begin + (size - words_begin) / 16 * 16;
  for (std::uint32_t at = lanes.rank(); at < words_begin; at += lanes.size()) out[at] = bytes[at];
  for (std::uint32_t at = words_begin + 16 * lanes.rank(); at < words_end;
       at += 16 * lanes.size()) {
    *reinterpret_cast<uint4*>(out + at) = load_bytes(bytes + at, bytes + size);
  }
  for (std::uint32_t at = words_end + lanes.rank(); at < size; at += lanes.size()) {
    out[at] = bytes[at];
  }
}

/// Measures and writes records of VCF or BCF, by one tile of lanes. It is used like TableRecord.
///
/// Rows with one-byte cells, of samples that all have the same number of columns, have a fast path,
/// which numbers, counts and writes 16 alleles at a time. It writes the same bytes as write_record.
template <RecordKind kind>
class VcfRecord {
 public:
  /// Blocks that a multiprocessor shall run at once.
  static constexpr unsigned blocks_resident = 4;

  /// Keeps references to both. `scratch` belongs to the calling tile.
  __device__ VcfRecord(RowRules const& rules, TileScratch const& scratch)
      : rules_{rules}, scratch_{scratch} {}

  /// Whether a row can take the fast path: no printed allele depends on the sample's other allele,
  /// and there is room.
  __device__ bool is_fast(Site<ByteCode> const& site, Text /*contig*/) const {
    GenotypeFormat const& genotypes = rules_.format.genotypes;
    bool const pairs_matter = rules_.ploidy == 2 && site.has_missing &&
                              genotypes.missing == MissingPolicy::dot &&
                              (genotypes.half_call == HalfCallPolicy::missing ||
                               genotypes.half_call == HalfCallPolicy::ref);
    constexpr std::uint32_t most_bytes = 1U << 30;
    static_assert(4 + 1 + 10 <= max_unit_size);
    return rules_.ploidy != 0 && !pairs_matter && genotypes.phase.first_column == 0 &&
           site.alternate_count <= max_numbered_alternates &&
           genotypes.missing != MissingPolicy::keep &&
           genotypes.sample_count <= most_bytes / max_unit_size &&
           alleles_room(allele_count()) + counts_bytes <= scratch_.alleles_room;
  }

  __device__ static bool is_fast(Site<WideCode> const& /*site*/, Text /*contig*/) { return false; }

  /// Returns the bytes of the record of a variant site.
  template <class Lanes, class Code>
  __device__ std::uint64_t measure(Lanes lanes, Site<Code> const& site, Text contig) const {
    if constexpr (sizeof(Code) == sizeof(ByteCode)) {
      if (is_fast(site, contig)) return measure_bytes(lanes, site);
    }
    return write_record<kind>(lanes, site, rules_.format, scratch_.row.counts, nullptr);
  }

  /// Writes the record of a variant site to `out`, which has room for it.
  template <class Lanes, class Code>
  __device__ void write(Lanes lanes, Site<Code> const& site, Text contig, char* out) {
    if constexpr (sizeof(Code) == sizeof(ByteCode)) {
      if (is_fast(site, contig)) {
        write_bytes(lanes, site, contig, out);
        return;
      }
    }
    write_record<kind>(lanes, site, rules_.format, scratch_.row.counts, out);
  }

 private:
  /// Bytes of the counts of alternates, which are at the end of the alleles' memory.
  static constexpr std::uint32_t counts_bytes =
      round_up(max_numbered_alternates * sizeof(std::uint32_t), cells_padding);

  __device__ std::uint32_t allele_count() const {
    return rules_.format.genotypes.sample_count * rules_.ploidy;
  }

  __device__ VcfUnit unit(Site<ByteCode> const& site) const {
    return {rules_.ploidy == 2, rules_.format.genotypes.phase.is_unphased,
            rules_.format.vcf.has_phase_set, site.contig.phase_set};
  }

  __device__ AlleleNumbering numbering() const {
    GenotypeFormat const& genotypes = rules_.format.genotypes;
    bool const has_phase_bits =
        kind == RecordKind::bcf && rules_.ploidy == 2 && !genotypes.phase.is_unphased;
    return {allele_numbers(kind, genotypes.missing), has_phase_bits ? 0x01000100U : 0U};
  }

  /// Returns the codes of the samples' columns, in output order.
  template <class Lanes>
  __device__ ByteCode const* order_codes(Lanes lanes, Site<ByteCode> const& site) const {
    if (rules_.samples_in_order) return site.codes;
    gather_alleles(lanes, rules_, reinterpret_cast<char const*>(site.codes), scratch_.alleles);
    return reinterpret_cast<ByteCode const*>(scratch_.alleles);
  }

  template <class Lanes>
  __device__ GenotypeCounts count(Lanes lanes, Site<ByteCode> const& site,
                                  ByteCode const* codes) const {
    auto* const per_alternate =
        reinterpret_cast<std::uint32_t*>(scratch_.alleles + scratch_.alleles_room - counts_bytes);
    return count_codes(lanes, site, codes, rules_.format.genotypes, rules_.ploidy, per_alternate);
  }

  template <class Lanes>
  __device__ std::uint64_t measure_bytes(Lanes lanes, Site<ByteCode> const& site) const {
    GenotypeCounts const counts = count(lanes, site, order_codes(lanes, site));
    if constexpr (kind == RecordKind::bcf) {
      return write_bcf_record(lanes, site, rules_.format, counts, nullptr);
    } else {
      std::uint64_t const units = rules_.format.genotypes.sample_count;
      return vcf_record::put_site(nullptr, site, rules_.format, counts) +
             units * unit(site).size() + 1;
    }
  }

  template <class Lanes>
  __device__ void write_bytes(Lanes lanes, Site<ByteCode> const& site, Text contig, char* out) {
    ByteCode const* const codes = order_codes(lanes, site);
    GenotypeCounts const counts = count(lanes, site, codes);
    char* const alleles = scratch_.alleles;
    number_alleles(lanes, site, numbering(), codes, allele_count(), alleles);
    if constexpr (kind == RecordKind::bcf) {
      write_bcf_record(lanes, site, rules_.format, counts, out,
                       [&](char* to) { copy_bytes(lanes, alleles, allele_count(), to); });
    } else {
      write_text(lanes, site, contig, counts, out);
    }
  }

  template <class Lanes>
  __device__ void write_text(Lanes lanes, Site<ByteCode> const& site, Text contig,
                             GenotypeCounts const& counts, char* out) {
    VcfUnit const unit = this->unit(site);
    if (contig.data != windows_contig_) {
      make_windows(lanes, unit, scratch_.windows);
      windows_contig_ = contig.data;
    }
    std::uint64_t const begin =
        vcf_record::put_site(lanes.rank() == 0 ? out : nullptr, site, rules_.format, counts);
    std::uint32_t const size = rules_.format.genotypes.sample_count * unit.size();
    write_genotypes(lanes, {scratch_.windows, scratch_.alleles, unit.size(), unit.place_count()},
                    size, out + begin);
    if (lanes.rank() == 0) out[begin + size] = '\n';
  }

  RowRules const& rules_;
  TileScratch const& scratch_;
  char const* windows_contig_ = nullptr;  ///< the contig whose windows are in the scratch memory
};

}  // namespace hapmill::cu
