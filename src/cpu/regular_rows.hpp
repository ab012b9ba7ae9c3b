#pragma once

#include <cstdint>
#include <string_view>

#include "hapmill/model/allele_rules.hpp"

namespace hapmill::cpu {

// Regular rows: the rules by which vector code encodes their cells, and its state while it converts
// them. stages.hpp defines which rows are regular.

/// A set of ASCII bytes in the form of a table: byte b is in the set if low[b & 15] & (1 << (b >>
/// 4)) is not 0.
///
/// Vector code tests 16 to 64 bytes at once with two shuffles, one of `low` by the low four bits of
/// each byte, one of the powers of two by the high four bits. Bytes from 128 on are never in the
/// set.
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

/// The allele rules in the form in which vector code applies them to one-byte cells: it folds case,
/// then replaces a deletion by `*`, then sets the missing bit.
struct CellRules {
  /// `uncounted` is null, or points to [columns, padded to whole vectors] bytes that are the
  /// missing bit for each column that does not count towards ALT, else 0. Keeps pointers to it and
  /// to `rules`.
  CellRules(AlleleRules const& rules, std::uint32_t column_count, std::uint8_t const* uncounted,
            char delimiter);

  ByteCode const* ref_of_byte;
  ByteSet missing;    ///< folded bytes that are missing
  ByteSet ambiguous;  ///< folded bytes that make a row irregular, among them a printable delimiter
  std::uint32_t column_count;
  char delimiter;
  bool fold_case;
  bool deletion_is_star;
  bool stop_at_site = false;      ///< convert_rows leaves all sites to its caller
  bool stop_at_missing = false;   ///< convert_rows leaves sites with a missing cell to its caller
  bool stop_at_deletion = false;  ///< convert_rows leaves rows with a deletion to its caller
  std::uint8_t deletion;          ///< the folded byte of a deletion cell; 0 if it is longer
  ByteCode deletion_code;
  /// Cells need no folding and no `*`, no byte is ambiguous, all columns count, and no byte but
  /// `only_missing` (0 for none) is missing.
  bool has_plain_cells = false;
  std::uint8_t only_missing = 0;

  /// Whether the faster code that each target has for the usual case can be used: cells are plain,
  /// and nothing depends on whether a row has missing cells or deletions. RegularRows then always
  /// says that a row has both.
  bool is_plain() const { return has_plain_cells && !stop_at_missing && !stop_at_deletion; }

  std::uint8_t const* uncounted;
};

/// The rows of one run: the place up to which they are converted, what is known about the row at
/// that place, and where the records go. Owns nothing.
struct RegularRows {
  char const* cursor = nullptr;  ///< start of the next row
  char const* end = nullptr;     ///< end of the last row
  std::string_view contig;       ///< the contig of all rows
  /// The first bytes that a row of the contig has: its name and a delimiter, cut off after 32 bytes
  /// or followed by zeros.
  alignas(32) char contig_begin[32] = {};

  char* out = nullptr;         ///< where the next record goes
  char const* full = nullptr;  ///< a record fits if it starts before this place
  std::uint64_t non_variant_count = 0;
  std::uint64_t written_count = 0;
  std::uint64_t half_call_count = 0;  ///< VCF and BCF: half-calls in the written sites
  std::uint64_t filtered_count = 0;
  std::uint64_t* filtered = nullptr;  ///< [filter_reason_count] the rows filtered are added here

  // What is known about the row at the cursor.
  std::uint32_t cells_begin = 0;  ///< where its first cell starts, in bytes
  std::uint32_t row_bytes = 0;    ///< size with its newline
  ByteCode ref_code = 0;
  bool has_missing = false;
  bool has_deletion = false;  ///< may be true without a deletion cell if REF is a deletion
  ByteCode* codes = nullptr;  ///< [columns] then REF's code up to the next multiple of 64
};

}  // namespace hapmill::cpu
