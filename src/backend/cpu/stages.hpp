#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hapmill/model/allele_rules.hpp"

namespace hapmill::cpu {

class GenotypeTemplate;
class ColumnGather;

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
  CellRules(AlleleRules const& rules, std::uint32_t column_count,
            std::vector<std::uint8_t> const& uncounted, char delimiter);

  ByteCode const* ref_of_byte;
  ByteSet missing;    ///< folded bytes that are missing
  ByteSet ambiguous;  ///< folded bytes that reject the row
  std::uint32_t column_count;
  char delimiter;
  bool fold_case;
  bool deletion_is_star;
  bool stop_at_deletion;  ///< DeletionPolicy::drop_site
  std::uint8_t deletion;  ///< the folded byte of a deletion cell, 0 if it is longer
  ByteCode deletion_code;
  /// [columns, padded to whole vectors] missing bits of uncounted columns; empty: all count.
  std::vector<std::uint8_t> uncounted;
};

/// Why scan_rows stopped.
enum class ScanStop : std::uint8_t {
  end,        ///< no row is left
  site,       ///< the row at the cursor is regular and variant (or has a deletion to filter)
  irregular,  ///< the row at the cursor needs the general path
};

/// Place in a run of rows, and what was read of the row at the cursor.
struct RowScan {
  char const* cursor = nullptr;
  char const* end = nullptr;
  std::string_view contig;
  std::uint64_t non_variant_count = 0;

  // Of the row at the cursor, after ScanStop::site.
  std::uint32_t cells_begin = 0;  ///< CHROM, POS, REF and their delimiters are the bytes before
  std::uint32_t row_bytes = 0;    ///< with its newline
  ByteCode ref_code = 0;
  bool has_missing = false;
  bool has_deletion = false;
  ByteCode* codes = nullptr;  ///< [columns]; room and REF codes up to the next multiple of 64
};

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

  /// Tokenize, encode, filter: passes over non-variant rows until something else comes.
  ScanStop (*scan_rows)(CellRules const& rules, RowScan& scan);
  /// Alternates of the scanned row, see hapmill::collect_alternates; `alternates` has room for
  /// 128. @return their number.
  std::uint32_t (*collect_alternates)(CellRules const& rules, RowScan const& scan,
                                      ByteCode* alternates);
  /// What each column prints: `missing_prints` for a missing cell (0: the cell's own byte), and
  /// `deletion_prints` for a deletion.
  void (*print_alleles)(CellRules const& rules, RowScan const& scan, std::uint8_t missing_prints,
                        std::uint8_t deletion_prints, std::uint8_t* printed);
  /// Puts the columns' alleles into the order in which samples print them.
  void (*gather)(ColumnGather const& gather, std::uint8_t const* printed, std::uint8_t* alleles);
  /// Writes the genotype part of a record; may write up to ByteBuffer::slack bytes past its end.
  void (*expand)(GenotypeTemplate const& genotypes, std::uint8_t const* alleles, char* out);
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
