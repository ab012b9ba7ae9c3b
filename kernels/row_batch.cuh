#pragma once

#include "genotype_text.cuh"

#include "hapmill/model/allele_rules.hpp"
#include "hapmill/model/policies.hpp"
#include "hapmill/model/record_format.hpp"
#include "hapmill/model/row_fault.hpp"
#include "hapmill/model/row_fields.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/model/site_filter.hpp"

#include <cuda_runtime.h>

#include <cstddef>
#include <cstdint>

namespace hapmill::cu {

/// What of the plan the kernels need; lies in device memory, as do its pointers.
struct RowRules {
  AlleleRules alleles;
  RecordFormat format;
  /// [column_count, rounded up to cells_padding], or null: all count
  std::uint8_t const* uncounted;
  std::uint32_t column_count;
  std::uint8_t ploidy;    ///< columns of each sample; 0: they differ
  bool samples_in_order;  ///< the samples' columns, one after another, are 0, 1, 2 …
  AltOrder alt_order;
  SiteFilters filters;
  char delimiter;
  bool stops_at_bad_row;
  bool counts_columns;
};

/// A piece of the chunk on the device.
struct PieceText {
  std::uint32_t text_end;  ///< offset in the slot's text, after its last newline
  std::uint32_t contig_begin;
  std::uint32_t contig_size;
  ContigFacts facts;
};

/// The contig of a row.
struct PieceContig {
  Text name;
  ContigFacts facts;
};

/// The text of a chunk and where its rows lie.
struct RowBatch {
  char const* text;
  std::uint32_t const* row_ends;  ///< [row_count] offsets of the newlines
  std::uint32_t row_count;
  PieceText const* pieces;              ///< [piece_count]
  std::uint32_t const* piece_row_ends;  ///< [piece_count] row after the piece's last
  std::uint32_t piece_count;
  char const* contigs;  ///< names, at the pieces' offsets

  __device__ Row row(std::uint32_t k) const {
    std::uint32_t const begin = k == 0 ? 0 : row_ends[k - 1] + 1;
    std::uint32_t size = row_ends[k] - begin;
    if (size != 0 && text[begin + size - 1] == '\r') --size;
    return {text + begin, size};
  }

  /// Contig of the piece that holds row k.
  __device__ PieceContig contig(std::uint32_t k) const {
    std::uint32_t first = 0;
    for (std::uint32_t count = piece_count; count > 1;) {
      std::uint32_t const half = count / 2;
      if (piece_row_ends[first + half - 1] <= k) first += half;
      count -= half;
    }
    PieceText const& piece = pieces[first];
    return {{contigs + piece.contig_begin, piece.contig_size}, piece.facts};
  }
};

/// What became of a row; one that is filtered says why: filtered + FilterReason.
enum class RowOutcome : std::uint8_t { written, non_variant, rejected, breaks_plan, filtered };
inline constexpr std::size_t row_outcome_count =
    static_cast<std::size_t>(RowOutcome::filtered) + filter_reason_count;

HAPMILL_HD constexpr RowOutcome filtered_for(FilterReason reason) {
  return static_cast<RowOutcome>(static_cast<std::uint8_t>(RowOutcome::filtered) +
                                 static_cast<std::uint8_t>(reason));
}

struct FaultyRow {
  std::uint32_t row;
  std::uint32_t begin;  ///< of its text in the slot's text
  std::uint32_t size;
  RowFault fault;
};

inline constexpr std::uint32_t no_row = 0xFFFFFFFFU;

/// Counted by many lanes at once.
struct ChunkTotals {
  unsigned long long half_calls = 0;
  std::uint32_t stop_row = no_row;  ///< lowest row at which conversion stops
  std::uint32_t fault_count = 0;    ///< may pass the room for faulty rows
};

/// What the filter tells of a chunk's rows.
struct RowResults {
  RowOutcome* outcomes;  ///< [row_count]
  std::uint64_t* sizes;  ///< [row_count + 1] bytes of the row's record; the last is 0
  FaultyRow* faulty;     ///< [faulty_capacity] in no order
  std::uint32_t faulty_capacity;
  ChunkTotals* totals;
};

/// Codes of one byte are read and written in groups of this many.
inline constexpr std::uint32_t cells_padding = 16;

HAPMILL_HD constexpr std::uint32_t round_up(std::uint32_t count, std::uint32_t multiple) {
  return (count + multiple - 1) / multiple * multiple;
}

/// Memory of a tile for the row in its hands.
struct TileScratch {
  RowScratch row;
  /// Room for the printed alleles of a row whose codes have one byte: that of row's numbers.
  char* alleles;
  std::uint32_t alleles_room;
  GenotypeWindow* windows;  ///< [max_unit_size], kept from row to row
};

/// Scratch memory for the rows in work, one row a tile.
struct ScratchMemory {
  std::uint32_t* numbers;  ///< [tiles][4 · stride()]
  WideCode* codes;         ///< [tiles][2 · stride()]
  std::uint32_t column_count;

  /// Entries of one array of a RowScratch; a multiple of 16 bytes of codes.
  HAPMILL_HD static constexpr std::uint32_t entries(std::uint32_t column_count) {
    return round_up(column_count + site_field_count + 1, cells_padding) + cells_padding;
  }
  /// The same and a quarter of the windows.
  HAPMILL_HD static constexpr std::size_t stride(std::uint32_t column_count) {
    constexpr std::size_t window_entries =
        max_unit_size * sizeof(GenotypeWindow) / (4 * sizeof(std::uint32_t));
    return entries(column_count) + window_entries;
  }
  static constexpr std::size_t bytes_of_tile(std::uint32_t column_count) {
    return stride(column_count) * (4 * sizeof(std::uint32_t) + 2 * sizeof(WideCode));
  }

  __device__ TileScratch of_tile(std::uint32_t tile) const {
    std::uint32_t const size = entries(column_count);
    std::uint32_t* const own_numbers = numbers + tile * 4 * stride(column_count);
    WideCode* const own_codes = codes + tile * 2 * stride(column_count);
    RowScratch const row{own_numbers,
                         own_codes,
                         own_codes + size,
                         own_numbers + size,
                         own_numbers + 2 * size,
                         own_numbers + 3 * size};
    return {row, reinterpret_cast<char*>(own_numbers), 4 * size * 4U,
            reinterpret_cast<GenotypeWindow*>(own_numbers + 4 * size)};
  }
};

/// Threads of a block of the kernels that give a row to a tile.
inline constexpr unsigned row_block_threads = 128;
/// Blocks that a multiprocessor shall hold at once, at most. Said to the compiler too: left to
/// itself it aims at more of them for sm_80 and spills.
inline constexpr unsigned most_blocks_resident = 6;

/// Lanes of such a tile. What is done once a row, and by every lane, costs a narrow matrix more
/// than its cells: there a warp takes four rows at a time.
inline constexpr unsigned wide_row_lanes = 32;
inline constexpr unsigned narrow_row_lanes = 8;
inline constexpr std::uint32_t most_narrow_columns = 256;

inline constexpr bool has_narrow_rows(std::uint32_t column_count) {
  return column_count <= most_narrow_columns;
}
/// Tiles of such a block.
inline constexpr unsigned row_block_tiles(std::uint32_t column_count) {
  return row_block_threads / (has_narrow_rows(column_count) ? narrow_row_lanes : wide_row_lanes);
}

}  // namespace hapmill::cu
