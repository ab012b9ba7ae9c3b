#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "matrix/column_layout.hpp"

namespace hapmill {

/// How to pick the calls out of rows whose cells have several fields each.
///
/// A picker takes *regular* rows: CHROM, POS and REF first, then fields that are skipped, then
/// cells up to the row's end; calls of one byte, qualities of one or two digits. Any other row is
/// for the general path of the rewriter.
struct CellPattern {
  static constexpr std::uint32_t most_parts = 16;

  /// `low_call` is what a call of a quality below `least_quality` becomes; 0 takes all calls.
  CellPattern(ColumnLayout const& layout, std::uint32_t columns, double least_quality,
              char low_call);

  /// Whether pickers can read cells by this layout, and tell low qualities where that is asked for.
  static bool fits(ColumnLayout const& layout, bool reads_quality);

  char delimiter;
  char missing;
  std::uint32_t site_count;  ///< fields before the cells
  std::uint32_t part_count;
  std::uint64_t field_count;   ///< of a row's cells
  std::uint32_t call;          ///< which part is the call
  std::uint32_t quality;       ///< which is the quality, or ColumnLayout::none
  std::uint8_t least_quality;  ///< at most 100
  /// Bit k: the field k places after one that is part p is a call, is a quality.
  std::uint64_t calls_after[most_parts];
  std::uint64_t qualities_after[most_parts];
  /// Which part a field is that stands so many places after a first part.
  std::uint8_t part_of[64 + most_parts];
};

/// Rows to be picked from, and where canonical rows go.
struct PickedRows {
  char const* cursor;           ///< a row begins here
  char const* end;              ///< after the newline of the last row; 128 bytes more can be read
  char* out;                    ///< room for as many bytes as there are from the cursor on, and 128
  std::uint64_t row_count = 0;  ///< picked
};

/// Picks calls by one instruction set.
struct CellPicker {
  char const* name;
  bool (*is_supported)();
  /// Writes the canonical rows of all rows up to the first that is not regular, or to the end.
  void (*pick)(CellPattern const& pattern, PickedRows& rows);
};

extern CellPicker const scalar_cell_picker;
#if defined(__x86_64__)
extern CellPicker const avx2_cell_picker;
extern CellPicker const avx512_cell_picker;
#endif

/// All pickers that this machine can run, the fastest first.
std::vector<CellPicker const*> runnable_cell_pickers();

/// The fastest that needs no more than the instruction set of this name, or any for "auto".
CellPicker const& select_cell_picker(std::string const& simd);

}  // namespace hapmill
