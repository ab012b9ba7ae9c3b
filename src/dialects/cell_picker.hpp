#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "matrix/column_layout.hpp"

namespace hapmill {

/// Says how to pick the calls from rows whose cells have several fields each.
///
/// A picker takes *regular* rows only: CHROM, POS and REF first, then skipped fields, then cells up
/// to the end of the row, with calls of one byte and qualities of one or two digits. The general
/// path of the rewriter takes all other rows.
struct CellPattern {
  static constexpr std::uint32_t most_parts = 16;

  /// A call whose quality is below `least_quality` becomes `low_call`; 0: all calls are kept.
  CellPattern(ColumnLayout const& layout, std::uint32_t columns, double least_quality,
              char low_call);

  /// Whether pickers can read cells of this layout, with their qualities if `reads_quality`.
  static bool fits(ColumnLayout const& layout, bool reads_quality);

  char delimiter;
  char missing;
  std::uint32_t site_count;  ///< fields before the cells
  std::uint32_t part_count;
  std::uint64_t field_count;   ///< of a row's cells
  std::uint32_t call;          ///< which part is the call
  std::uint32_t quality;       ///< which is the quality, or ColumnLayout::none
  std::uint8_t least_quality;  ///< at most 100
  /// [part p] Bit k is set if the field k places after a part p is a call (or a quality).
  std::uint64_t calls_after[most_parts];
  std::uint64_t qualities_after[most_parts];
  /// [k] Which part the field k places after a first part is.
  std::uint8_t part_of[64 + most_parts];
};

/// The rows that a picker reads, and where it writes canonical rows.
struct PickedRows {
  char const* cursor;           ///< a row begins here
  char const* end;              ///< after the newline of the last row; 128 bytes more can be read
  char* out;                    ///< room for as many bytes as there are from the cursor on, and 128
  std::uint64_t row_count = 0;  ///< picked
};

/// A picker for one instruction set.
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

/// The fastest picker that needs at most the named instruction set; any for "auto".
CellPicker const& select_cell_picker(std::string const& simd);

}  // namespace hapmill
