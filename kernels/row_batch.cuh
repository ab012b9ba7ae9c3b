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

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace hapmill::cu {

// The data that the kernels share: the rules, the rows of a chunk, the results, and scratch memory.

/// The part of the plan that kernels need. It lies in device memory, as does all that it points to.
struct RowRules {
  AlleleRules alleles;
  RecordFormat format;
  /// [column_count, rounded up to cells_padding] as RowPlan::uncounted; null if all columns count.
  std::uint8_t const* uncounted;
  std::uint32_t column_count;
  std::uint8_t ploidy;    ///< columns of each sample; 0 if they differ
  bool samples_in_order;  ///< the samples' columns, one after another, are 0, 1, 2 and so on
  AltOrder alt_order;
  SiteFilters filters;
  char delimiter;
  bool stops_at_bad_row;
  bool counts_columns;
};

/// A piece of the chunk on the device.
struct PieceText {
  std::uint32_t text_end;      ///< offset in the slot's text after its last newline
  std::uint32_t contig_begin;  ///< where its name starts in RowBatch::contigs
  std::uint32_t contig_size;
  ContigFacts facts;
};

/// The contig of a row.
struct PieceContig {
  Text name;
  ContigFacts facts;
};

/// The text of a chunk and where its rows are. All pointers are to device memory.
struct RowBatch {
  char const* text;
  std::uint32_t const* row_ends;  ///< [row_count] offsets of the newlines
  std::uint32_t row_count;
  PieceText const* pieces;              ///< [piece_count]
  std::uint32_t const* piece_row_ends;  ///< [piece_count] number of the row after the piece's last
  std::uint32_t piece_count;
  char const* contigs;  ///< the names of all pieces' contigs

  /// Returns row k, without a carriage return at its end.
  __device__ Row row(std::uint32_t k) const {
    std::uint32_t const begin = k == 0 ? 0 : row_ends[k - 1] + 1;
    std::uint32_t size = row_ends[k] - begin;
    if (size != 0 && text[begin + size - 1] == '\r') --size;
    return {text + begin, size};
  }

  /// Returns the contig of the piece that has row k.
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

/// The outcome of a row. A filtered row has the value filtered + its FilterReason.
enum class RowOutcome : std::uint8_t { written, non_variant, rejected, breaks_plan, filtered };
inline constexpr std::size_t row_outcome_count =
    static_cast<std::size_t>(RowOutcome::filtered) + filter_reason_count;

/// Returns the outcome of a row that is filtered for a reason.
HAPMILL_HD constexpr RowOutcome filtered_for(FilterReason reason) {
  return static_cast<RowOutcome>(static_cast<std::uint8_t>(RowOutcome::filtered) +
                                 static_cast<std::uint8_t>(reason));
}

/// A row with a fault, and where its text is.
struct FaultyRow {
  std::uint32_t row;
  std::uint32_t begin;  ///< where it starts in the slot's text
  std::uint32_t size;
  RowFault fault;
};

inline constexpr std::uint32_t no_row = 0xFFFFFFFFU;  ///< in place of a row number

/// Counts of a chunk. Many lanes add to them at the same time.
struct ChunkTotals {
  unsigned long long half_calls = 0;
  std::uint32_t stop_row = no_row;  ///< the first row at which conversion stops
  std::uint32_t fault_count = 0;    ///< may be larger than RowResults::faulty_capacity
};

/// The arrays in which the filter stores the outcomes of a chunk's rows.
struct RowResults {
  RowOutcome* outcomes;  ///< [row_count]
  std::uint64_t* sizes;  ///< [row_count + 1] bytes of each row's record; the last is 0
  FaultyRow* faulty;     ///< [faulty_capacity] in any order
  std::uint32_t faulty_capacity;
  ChunkTotals* totals;
};

/// One-byte codes are read and written in words of this many.
inline constexpr std::uint32_t cells_padding = 16;

/// Rounds up to a multiple.
HAPMILL_HD constexpr std::uint32_t round_up(std::uint32_t count, std::uint32_t multiple) {
  return (count + multiple - 1) / multiple * multiple;
}

/// The scratch memory of one tile of lanes.
struct TileScratch {
  RowScratch row;
  /// Room for the alleles of a row with one-byte codes. It is the memory of the numbers in `row`.
  char* alleles;
  std::uint32_t alleles_room;
  GenotypeWindow* windows;  ///< [max_unit_size], kept from row to row
};

/// The scratch memory of all tiles, each of which works on one row at a time.
struct ScratchMemory {
  std::uint32_t* numbers;  ///< [tiles][4 · stride()]
  WideCode* codes;         ///< [tiles][2 · stride()]
  std::uint32_t column_count;

  /// Entries of one array of a RowScratch, rounded up to whole words of codes.
  HAPMILL_HD static constexpr std::uint32_t entries(std::uint32_t column_count) {
    return round_up(column_count + site_field_count + 1, cells_padding) + cells_padding;
  }
  /// Entries of one array and of a quarter of the windows.
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

/// Threads of a block of the kernels that work on one row per tile.
inline constexpr unsigned row_block_threads = 128;
/// The most blocks that a multiprocessor shall run at once. The compiler is told as well, because
/// it aims at more for sm_80 otherwise, and spills registers.
inline constexpr unsigned most_blocks_resident = 6;

/// Lanes of a tile. In a narrow matrix the work that is done once per row costs more than the
/// cells, so a warp works on four rows at a time.
inline constexpr unsigned wide_row_lanes = 32;
inline constexpr unsigned narrow_row_lanes = 8;
inline constexpr std::uint32_t most_narrow_columns = 256;

/// Whether rows are narrow enough for tiles of narrow_row_lanes.
inline constexpr bool has_narrow_rows(std::uint32_t column_count) {
  return column_count <= most_narrow_columns;
}
/// Tiles of a block.
inline constexpr unsigned row_block_tiles(std::uint32_t column_count) {
  return row_block_threads / (has_narrow_rows(column_count) ? narrow_row_lanes : wide_row_lanes);
}

/// The rows of a chunk, the rules to convert them by, and the memory to convert them in.
struct RowWork {
  RecordKind kind;
  RowRules const* rules;
  RowBatch batch;
  ScratchMemory scratch;
  std::uint32_t tile_count;  ///< tiles that `scratch` has memory for

  bool has_narrow_rows() const { return cu::has_narrow_rows(scratch.column_count); }
  /// Returns the number of blocks for a kernel that converts `row_count` rows.
  unsigned block_count(std::uint32_t row_count) const {
    unsigned const tiles = std::min(row_count, tile_count);
    unsigned const block_tiles = row_block_tiles(scratch.column_count);
    return (tiles + block_tiles - 1) / block_tiles;
  }
};

}  // namespace hapmill::cu
