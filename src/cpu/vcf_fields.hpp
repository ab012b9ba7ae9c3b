#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "hapmill/model/record_format.hpp"
#include "hapmill/model/row_plan.hpp"
#include "hapmill/model/site.hpp"

namespace hapmill::cpu {

struct RegularRows;

/// The bytes by which a kind of record holds the numbers of alleles up to 9.
struct AlleleNumbers {
  std::uint8_t first;
  std::uint8_t step;
  std::uint8_t missing;

  std::uint8_t of(std::uint32_t number) const {
    return static_cast<std::uint8_t>(first + step * number);
  }
};

/// No record holds it for an allele; it pads alleles to whole vectors.
inline constexpr std::uint8_t no_number = 0xFF;
inline constexpr std::size_t numbers_padding = 64;

/// Alleles that are missing, and pairs of two such.
struct MissingNumbers {
  std::uint32_t alleles;
  std::uint32_t pairs;
};

/// ALT of a regular site: one-byte alternates.
struct VcfAlternates {
  static constexpr std::uint32_t most = 9;

  char text[256];  ///< parted by commas
  std::uint32_t count;

  ByteCode code(std::uint32_t k) const { return static_cast<ByteCode>(text[2 * k]); }
};

struct VcfCounts {
  std::uint32_t per_alternate[VcfAlternates::most];
  std::uint32_t called_alleles;
  std::uint32_t called_samples;
};

/// How VCF and BCF records of regular sites are written.
struct VcfSiteFormat {
  VcfSiteFormat(RowPlan const& plan, RecordFormat const& format);

  RecordFormat record;
  bool has_pairs_only = true;
  AlleleNumbers numbers{};
  std::vector<std::uint8_t> ploidies;    ///< [samples]
  std::vector<std::uint8_t> phase_bits;  ///< BCF: [alleles, padded] what to add to each
  std::string all_called;                ///< VCF: what follows AC where no allele is missing
  ContigFacts contig{};                  ///< of the piece at work
};

/// Whether digits and one-byte alleles do, and VCF can hold the site.
bool is_plain_vcf_site(VcfSiteFormat const& format, RegularRows const& rows,
                       VcfAlternates const& alternates);

/// Samples without a called allele where not all are pairs; counts the half-calls.
std::uint32_t count_missing_samples(VcfSiteFormat const& format, std::uint8_t const* alleles,
                                    std::uint64_t& half_call_count);

/// All that stands before the genotypes, at rows.out; its end. `genotype_bytes` are those of the
/// genotypes.
char* put_vcf_fields(VcfSiteFormat const& format, RegularRows const& rows,
                     VcfAlternates const& alternates, VcfCounts const& counts);
char* put_bcf_fields(VcfSiteFormat const& format, RegularRows const& rows,
                     VcfAlternates const& alternates, VcfCounts const& counts,
                     std::uint64_t genotype_bytes);

}  // namespace hapmill::cpu
