#pragma once

#include <cstdint>

#include "hapmill/model/genotype.hpp"
#include "hapmill/model/policies.hpp"

namespace hapmill {

/// How a record of the haplotype table looks.
struct TableFormat {
  bool has_ref_column;     ///< `contig pos REF alt`, else `contig pos alt`
  bool alt_begins_ref;     ///< the alleles column lists REF first
  bool missing_is_sample;  ///< a sample with a missing allele prints `.` in both its columns
  char const* pi_prefix;   ///< before the contig's name in PI
  std::uint32_t pi_prefix_size;
};

/// Places in the BCF header's dictionary of strings (VCFv4.3, 6.2.1), which begins with PASS and
/// goes on as the header's lines do.
enum class VcfKey : std::uint8_t { pass = 0, ac = 1, an = 2, ns = 3, gt = 4, ps = 5 };

/// How a record of VCF or BCF looks.
struct VcfFormat {
  bool has_phase_set;   ///< FORMAT/PS beside GT
  std::uint8_t ploidy;  ///< of the sample with most haplotypes, 1 or 2
};

/// How records look; plain data, its pointers are of the side that reads.
struct RecordFormat {
  RecordKind kind;
  GenotypeFormat genotypes;
  TableFormat table;  ///< of RecordKind::table
  VcfFormat vcf;      ///< of the other kinds
};

}  // namespace hapmill
