#pragma once

#include <cstdint>

#include "hapmill/model/genotype.hpp"
#include "hapmill/model/policies.hpp"

namespace hapmill {

/// How a record of the haplotype table looks. `pi_prefix` points to memory of the side, host or
/// device, that reads it, and is not owned.
struct TableFormat {
  bool has_ref_column;     ///< the first columns are `contig pos REF alt`, else `contig pos alt`
  bool alt_begins_ref;     ///< the alleles column lists REF first
  bool missing_is_sample;  ///< a sample with a missing allele prints `.` in both its columns
  char const* pi_prefix;   ///< text before the contig's name in PI
  std::uint32_t pi_prefix_size;  ///< bytes of pi_prefix
};

/// Places in the BCF header's dictionary of strings (VCFv4.3, 6.2.1). It starts with PASS; the
/// other keys follow in the order of the header's lines.
enum class VcfKey : std::uint8_t { pass = 0, ac = 1, an = 2, ns = 3, gt = 4, ps = 5 };

/// How a VCF or BCF record looks.
struct VcfFormat {
  bool has_phase_set;   ///< samples have PS as well as GT
  std::uint8_t ploidy;  ///< 2 if any sample has two haplotype columns, else 1
};

/// How records look. Plain data; the pointers of its members point to memory of the side, host or
/// device, that reads it.
struct RecordFormat {
  RecordKind kind;
  GenotypeFormat genotypes;
  TableFormat table;  ///< for RecordKind::table
  VcfFormat vcf;      ///< for the other kinds
};

}  // namespace hapmill
