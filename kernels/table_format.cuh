#pragma once

#include "allele_gather.cuh"
#include "bytes.cuh"
#include "genotype_text.cuh"
#include "row_batch.cuh"

#include "hapmill/model/table_record.hpp"

#include <cstdint>

namespace hapmill::cu {

/// The unit of a haplotype table (see genotype_text.cuh): `<tab>PI<tab>A|B`, or `<tab>PI<tab>A` for
/// samples of one column.
struct TableUnit {
  Text pi_prefix;
  Text contig;
  bool is_pair;

  __device__ std::uint32_t size() const {
    return pi_prefix.size + contig.size + (is_pair ? 5U : 3U);
  }
  __device__ std::uint32_t place_count() const { return is_pair ? 2 : 1; }
  __device__ char byte(std::uint32_t at) const {
    if (at == 0) return '\t';
    if (--at < pi_prefix.size) return pi_prefix.data[at];
    at -= pi_prefix.size;
    if (at < contig.size) return contig.data[at];
    at -= contig.size;
    return at == 0 ? '\t' : at == 2 ? '|' : '\0';
  }
};

/// The bytes that missing cells and deletions print.
struct CellPrinting {
  bool replaces_missing;   ///< else missing cells print their own text
  bool replaces_deletion;  ///< else deletions print their own text
  std::uint32_t missing;
  std::uint32_t deletion_code;
  std::uint32_t deletion;

  /// Returns the bytes that four cells print, from their codes.
  __device__ std::uint32_t print(std::uint32_t codes) const {
    std::uint32_t printed = codes & ~high_bits;
    if (replaces_missing) {
      std::uint32_t const mask = mask_of_high_bits(codes);
      printed = (printed & ~mask) | (repeat_byte(missing) & mask);
    }
    if (replaces_deletion) {
      std::uint32_t const mask = mask_of_high_bits(equal_bytes(codes, deletion_code));
      printed = (printed & ~mask) | (repeat_byte(deletion) & mask);
    }
    return printed;
  }
};

/// Measures and writes records of the haplotype table, by one tile of lanes. The kernels are
/// templates of such a class; VcfRecord has the same members. The caller calls lanes.sync() between
/// two calls, because both use the same scratch memory.
///
/// Rows in which every cell prints one byte have a fast path, which writes the same bytes as
/// write_table_record, 16 at a time.
class TableRecord {
 public:
  /// Blocks that a multiprocessor shall run at once.
  static constexpr unsigned blocks_resident = most_blocks_resident;

  /// Keeps references to both. `scratch` belongs to the calling tile.
  __device__ TableRecord(RowRules const& rules, TileScratch const& scratch)
      : rules_{rules}, scratch_{scratch} {}

  /// Whether a row can take the fast path: each allele prints one byte, which does not depend on
  /// the sample's other allele, and there is room.
  __device__ bool is_fast(Site<ByteCode> const& site, Text contig) const {
    GenotypeFormat const& genotypes = rules_.format.genotypes;
    bool const pairs_matter =
        site.has_missing && genotypes.missing == MissingPolicy::dot &&
        (rules_.format.table.missing_is_sample || (genotypes.half_call != HalfCallPolicy::keep &&
                                                   genotypes.half_call != HalfCallPolicy::error));
    constexpr std::uint32_t most_bytes = 1U << 30;
    std::uint64_t const alleles = std::uint64_t{genotypes.sample_count} * rules_.ploidy;
    std::uint64_t const needed = alleles + rules_.column_count + 4 * cells_padding;
    return rules_.ploidy != 0 && genotypes.phase.first_column == 0 && site.ref_size == 1 &&
           !pairs_matter && unit(contig).size() <= max_unit_size &&
           genotypes.sample_count <= most_bytes / max_unit_size && needed <= scratch_.alleles_room;
  }

  __device__ static bool is_fast(Site<WideCode> const& /*site*/, Text /*contig*/) { return false; }

  /// Returns the bytes of the record of a variant site.
  template <class Lanes, class Code>
  __device__ std::uint64_t measure(Lanes lanes, Site<Code> const& site, Text contig) const {
    if constexpr (sizeof(Code) == sizeof(ByteCode)) {
      if (is_fast(site, contig)) return measure_bytes(site, contig);
    }
    return write_table_record(lanes, site, rules_.format, nullptr);
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
    write_table_record(lanes, site, rules_.format, out);
  }

 private:
  __device__ TableUnit unit(Text contig) const {
    return {{rules_.format.table.pi_prefix, rules_.format.table.pi_prefix_size},
            contig,
            rules_.ploidy == 2};
  }

  __device__ std::uint64_t measure_bytes(Site<ByteCode> const& site, Text contig) const {
    std::uint64_t const site_bytes = table_record::put_site(nullptr, site, rules_.format);
    return site_bytes + std::uint64_t{rules_.format.genotypes.sample_count} * unit(contig).size() +
           1;
  }

  template <class Lanes>
  __device__ void write_bytes(Lanes lanes, Site<ByteCode> const& site, Text contig, char* out) {
    TableUnit const unit = this->unit(contig);
    if (contig.data != windows_contig_) {
      make_windows(lanes, unit, scratch_.windows);
      windows_contig_ = contig.data;
    }
    char const* const alleles = print_alleles(lanes, site);
    std::uint64_t const begin =
        table_record::put_site(lanes.rank() == 0 ? out : nullptr, site, rules_.format);
    std::uint32_t const size = rules_.format.genotypes.sample_count * unit.size();
    write_genotypes(lanes, {scratch_.windows, alleles, unit.size(), unit.place_count()}, size,
                    out + begin);
    if (lanes.rank() == 0) out[begin + size] = '\n';
  }

  /// Returns the alleles that the samples print, one after another.
  template <class Lanes>
  __device__ char const* print_alleles(Lanes lanes, Site<ByteCode> const& site) const {
    auto const* printed = reinterpret_cast<char const*>(site.codes);
    char* room = scratch_.alleles;
    CellPrinting const printing = choose_printing(site);
    if (printing.replaces_missing || printing.replaces_deletion || site.has_missing) {
      print_cells(lanes, site, printing, room);
      printed = room;
      room += round_up(site.column_count, cells_padding) + cells_padding;
    }
    if (rules_.samples_in_order) return printed;
    gather_alleles(lanes, rules_, printed, room);
    return room;
  }

  __device__ CellPrinting choose_printing(Site<ByteCode> const& site) const {
    GenotypeFormat const& genotypes = rules_.format.genotypes;
    auto const ref =
        static_cast<unsigned char>(fold(site.row.text[site.ref_begin], genotypes.fold_case));
    return {.replaces_missing = site.has_missing && genotypes.missing != MissingPolicy::keep,
            .replaces_deletion = site.has_deletion && genotypes.deletion == DeletionPolicy::ref,
            .missing = genotypes.missing == MissingPolicy::dot ? std::uint32_t{'.'} : ref,
            .deletion_code = site.deletion_code,
            .deletion = ref};
  }

  template <class Lanes>
  __device__ static void print_cells(Lanes lanes, Site<ByteCode> const& site,
                                     CellPrinting const& printing, char* out) {
    std::uint32_t const end = round_up(site.column_count, cells_padding) + cells_padding;
    for (std::uint32_t column = cells_padding * lanes.rank(); column < end;
         column += cells_padding * lanes.size()) {
      uint4 const codes = *reinterpret_cast<uint4 const*>(site.codes + column);
      *reinterpret_cast<uint4*>(out + column) = {printing.print(codes.x), printing.print(codes.y),
                                                 printing.print(codes.z), printing.print(codes.w)};
    }
    lanes.sync();
  }

  RowRules const& rules_;
  TileScratch const& scratch_;
  char const* windows_contig_ = nullptr;  ///< the contig whose windows are in the scratch memory
};

}  // namespace hapmill::cu
