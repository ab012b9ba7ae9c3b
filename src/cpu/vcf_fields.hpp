#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cpu/regular_rows.hpp"
#include "hapmill/model/allele_numbers.hpp"
#include "hapmill/model/record_format.hpp"
#include "hapmill/model/row_plan.hpp"
#include "hapmill/model/site.hpp"

namespace hapmill::cpu {

// The parts of VCF and BCF records of regular sites that need no vector code.

/// A byte that stands for no allele. Alleles are padded with it to whole vectors.
inline constexpr std::uint8_t no_number = 0xFF;
/// Bytes of that padding.
inline constexpr std::size_t numbers_padding = 64;

/// The number of missing alleles, and of pairs in which both are missing.
struct MissingNumbers {
  std::uint32_t alleles;
  std::uint32_t pairs;
};

/// ALT of a regular site, whose alternates are one byte each.
struct VcfAlternates {
  char text[256];  ///< separated by commas
  std::uint32_t count;

  ByteCode code(std::uint32_t k) const { return static_cast<ByteCode>(text[2 * k]); }
};

/// The values of INFO.
struct VcfCounts {
  std::uint32_t per_alternate[max_numbered_alternates];
  std::uint32_t called_alleles;
  std::uint32_t called_samples;
};

/// How VCF and BCF records of regular sites are written. Refers to `format`'s samples.
struct VcfSiteFormat {
  VcfSiteFormat(RowPlan const& plan, RecordFormat const& format);

  RecordFormat record;
  bool has_pairs_only = true;  ///< every sample has two columns
  AlleleNumbers numbers{};
  std::vector<std::uint8_t> ploidies;    ///< [samples] columns of each
  std::vector<std::uint8_t> phase_bits;  ///< [alleles, padded] the phase bit of each in BCF, or 0
  std::string all_called;  ///< VCF: the text after AC in a site without missing alleles
  ContigFacts contig{};    ///< contig of the current piece
};

/// Whether VCF can express the site and every allele of it has a number of one digit.
bool is_plain_vcf_site(VcfSiteFormat const& format, RegularRows const& rows,
                       VcfAlternates const& alternates);

/// Returns the number of samples without a called allele, and adds their half-calls to
/// `half_call_count`. For samples that are not all pairs.
std::uint32_t count_missing_samples(VcfSiteFormat const& format, std::uint8_t const* alleles,
                                    std::uint64_t& half_call_count);

/// Writes the fields before the genotypes to rows.out. Returns their end.
char* put_vcf_fields(VcfSiteFormat const& format, RegularRows const& rows,
                     VcfAlternates const& alternates, VcfCounts const& counts);
/// Writes the fields before the genotypes, which take `genotype_bytes`, to rows.out. Returns their
/// end.
char* put_bcf_fields(VcfSiteFormat const& format, RegularRows const& rows,
                     VcfAlternates const& alternates, VcfCounts const& counts,
                     std::uint64_t genotype_bytes);

}  // namespace hapmill::cpu
