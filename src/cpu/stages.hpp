#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cpu/column_gather.hpp"
#include "cpu/genotype_template.hpp"
#include "cpu/vcf_fields.hpp"
#include "hapmill/model/allele_rules.hpp"
#include "hapmill/model/site_filter.hpp"

namespace hapmill::cpu {

/// A set of ASCII bytes as two nibble tables: byte b is in it if low[b & 15] & (1 << (b >> 4)).
///
/// A vector target tests 16 to 64 bytes at once with two shuffles: `low` by the low nibble, the
/// powers of two by the high one. Bytes from 128 on are never in it.
struct ByteSet {
  alignas(16) std::uint8_t low[16] = {};
  bool empty = true;

  void add(std::uint8_t byte) {
    low[byte & 15] = static_cast<std::uint8_t>(low[byte & 15] | 1U << (byte >> 4));
    empty = false;
  }
  bool has(std::uint8_t byte) const {
    return byte < 128 && (low[byte & 15] >> (byte >> 4) & 1) != 0;
  }
};

/// The allele rules in the form that vector code applies to one-byte cells: fold, then map a
/// deletion to its star, then set the missing bit.
struct CellRules {
  /// `uncounted`: [columns, padded to whole vectors] missing bits of the columns that do not count
  /// towards ALT, or null; it and `rules` are referred to.
  CellRules(AlleleRules const& rules, std::uint32_t column_count, std::uint8_t const* uncounted,
            char delimiter);

  ByteCode const* ref_of_byte;
  ByteSet missing;    ///< folded bytes that are missing
  ByteSet ambiguous;  ///< folded bytes that make a row irregular; a printable delimiter too
  std::uint32_t column_count;
  char delimiter;
  bool fold_case;
  bool deletion_is_star;
  bool stop_at_site = false;      ///< convert_rows leaves these to its caller
  bool stop_at_missing = false;   ///< … sites with a missing cell
  bool stop_at_deletion = false;  ///< … rows with a deletion, sites or not
  std::uint8_t deletion;          ///< the folded byte of a deletion cell, 0 if it is longer
  ByteCode deletion_code;
  /// No folding, no ambiguous bytes, no star, all columns count, and at most one byte is missing:
  /// `only_missing`, 0 for none.
  bool has_plain_cells = false;
  std::uint8_t only_missing = 0;

  /// The usual case, for which each target has code of its own: plain cells, and nothing depends
  /// on whether a row has missing cells or deletions. RegularRows then says that it may have both.
  bool is_plain() const { return has_plain_cells && !stop_at_missing && !stop_at_deletion; }

  std::uint8_t const* uncounted;
};

/// How the record of a regular site is written: its contig's template, and where its bytes
/// come from.
struct SiteFormat {
  ColumnGather gather;
  GenotypeTemplate genotypes;
  std::vector<std::uint8_t> printed;  ///< [columns, padded] scratch
  std::vector<std::uint8_t> alleles;  ///< [alleles, padded] scratch
  bool has_ref_column;
  bool alt_begins_ref;
  bool missing_prints_ref;  ///< else its own byte; in VCF and BCF, `.`
  bool deletion_prints_ref;
  SiteFilters filters;
  bool has_filters;
  VcfSiteFormat vcf;

  bool is_vcf() const { return vcf.record.kind != RecordKind::table; }
};

/// Why convert_rows stopped.
enum class RowStop : std::uint8_t {
  end,        ///< no row is left
  site,       ///< the row at the cursor is a regular site that CellRules says to stop at, or one
              ///< whose record the target does not make
  irregular,  ///< the row at the cursor needs the general path
  full,       ///< no room for another record
};

/// Place in a run of rows, what was read of the row at the cursor, and where records go.
struct RegularRows {
  char const* cursor = nullptr;
  char const* end = nullptr;
  std::string_view contig;
  /// The first bytes of a row of the contig: its name and a delimiter, as far as they go.
  alignas(32) char contig_begin[32] = {};

  char* out = nullptr;         ///< where the next record goes
  char const* full = nullptr;  ///< a record may begin before this, and then fits
  std::uint64_t non_variant_count = 0;
  std::uint64_t written_count = 0;
  std::uint64_t half_call_count = 0;  ///< VCF and BCF: of the sites written
  std::uint64_t filtered_count = 0;
  std::uint64_t* filtered = nullptr;  ///< the same by FilterReason, added to

  // Of the row at the cursor.
  std::uint32_t cells_begin = 0;  ///< CHROM, POS, REF and their delimiters are the bytes before
  std::uint32_t row_bytes = 0;    ///< with its newline
  ByteCode ref_code = 0;
  bool has_missing = false;
  bool has_deletion = false;  ///< may also say so where REF is a deletion
  ByteCode* codes = nullptr;  ///< [columns]; room and REF codes up to the next multiple of 64
};

/// Bytes that the record of a regular site takes at most, beside its genotypes and its contig.
inline constexpr std::size_t max_site_field_bytes = 320;

/// The stages for one instruction set.
///
/// A *regular* row is what nearly every row is: the contig expected, a POS without leading zeros,
/// a REF of one printable ASCII byte, and one printable ASCII byte a cell. Vector code reads these
/// and leaves every other row to the row functions of model/.
struct Stages {
  char const* name;
  bool (*is_supported)();
  /// Bytes of a template that one load of alleles serves, see GenotypeTemplate; 0: none.
  std::uint32_t template_block_bytes;
  /// Alleles that one step of a gather makes, and columns that it reads; 0: none.
  std::uint32_t gather_out_bytes;
  std::uint32_t gather_source_bytes;

  /// Tokenize, encode, filter, format: one fused pass over each regular row, until something else
  /// comes. May write up to ByteBuffer::slack bytes past a record's end.
  RowStop (*convert_rows)(CellRules const& rules, SiteFormat& format, RegularRows& rows);
  /// Writes the record of the site at which convert_rows stopped. @return its end.
  char* (*write_site)(CellRules const& rules, SiteFormat& format, RegularRows& rows);
};

extern Stages const scalar_stages;
#if defined(__x86_64__)
extern Stages const avx2_stages;
extern Stages const avx512_stages;
#endif

/// All targets that this machine can run, the fastest first.
std::vector<Stages const*> runnable_stages();

/// The target called `name`, or the fastest for "auto". Throws UsageError naming those that work.
Stages const& select_stages(std::string const& name);

}  // namespace hapmill::cpu
