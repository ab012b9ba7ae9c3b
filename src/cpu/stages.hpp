#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cpu/column_gather.hpp"
#include "cpu/genotype_template.hpp"
#include "cpu/regular_rows.hpp"
#include "cpu/vcf_fields.hpp"
#include "hapmill/model/site_filter.hpp"

namespace hapmill::cpu {

/// How the records of regular sites are written: from which columns, with which template of
/// genotypes, after which filters. It has scratch memory of its own, so it serves one thread.
struct SiteFormat {
  ColumnGather gather;
  GenotypeTemplate genotypes;
  std::vector<std::uint8_t> printed;  ///< [columns, padded] scratch: what each column prints
  std::vector<std::uint8_t> alleles;  ///< [alleles, padded] scratch: the same in output order
  bool has_ref_column;
  bool alt_begins_ref;
  bool missing_prints_ref;   ///< else a missing cell prints its own byte, in VCF and BCF `.`
  bool deletion_prints_ref;  ///< else a deletion prints its own code
  SiteFilters filters;
  bool has_filters;  ///< filters.any()
  VcfSiteFormat vcf;

  bool is_vcf() const { return vcf.record.kind != RecordKind::table; }
};

/// Why convert_rows stopped.
enum class RowStop : std::uint8_t {
  end,        ///< no row is left
  site,       ///< the row at the cursor is a regular site that the caller has to write
  irregular,  ///< the row at the cursor is not regular
  full,       ///< there is no room for another record
};

/// The most bytes of a regular site's record, its contig name and genotypes not counted.
inline constexpr std::size_t max_site_field_bytes = 320;

/// The stages for one instruction set.
///
/// Nearly every row is *regular*: it has the expected contig, a POS without leading zeros, a REF of
/// one printable ASCII byte, and cells of one printable ASCII byte each. Vector code converts these
/// and leaves all other rows to the row functions of model/.
struct Stages {
  char const* name;
  /// Whether this machine has the instructions.
  bool (*is_supported)();
  /// Bytes of a block of GenotypeTemplate; 0 for a template without blocks.
  std::uint32_t template_block_bytes;
  /// Alleles that one step of ColumnGather makes, and columns that it reads; 0 for no steps.
  std::uint32_t gather_out_bytes;
  std::uint32_t gather_source_bytes;

  /// Tokenizes, encodes, filters and formats regular rows, each in one pass, until it reaches a row
  /// that it leaves to the caller. May write up to ByteBuffer::slack bytes past the end of a
  /// record.
  RowStop (*convert_rows)(CellRules const& rules, SiteFormat& format, RegularRows& rows);
  /// Writes the record of the site at which convert_rows stopped. Returns the end of the record.
  char* (*write_site)(CellRules const& rules, SiteFormat& format, RegularRows& rows);
};

/// The stages in portable code.
extern Stages const scalar_stages;
#if defined(__x86_64__)
extern Stages const avx2_stages;
extern Stages const avx512_stages;
#endif

/// Returns the stages that this machine can run, the fastest first.
std::vector<Stages const*> runnable_stages();

/// Returns the stages called `name`, or the fastest for "auto". Throws a UsageError that lists the
/// usable names.
Stages const& select_stages(std::string const& name);

}  // namespace hapmill::cpu
