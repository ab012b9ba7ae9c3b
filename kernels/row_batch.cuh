#pragma once

#include "hapmill/model/allele_rules.hpp"
#include "hapmill/model/policies.hpp"
#include "hapmill/model/record_format.hpp"
#include "hapmill/model/row_fault.hpp"
#include "hapmill/model/row_fields.hpp"
#include "hapmill/model/site.hpp"

#include <cuda_runtime.h>

#include <cstddef>
#include <cstdint>

namespace hapmill::cu {

/// What of the plan the kernels need; lies in device memory, as do its pointers.
struct RowRules {
  AlleleRules alleles;
  RecordFormat format;
  std::uint8_t const* uncounted;  ///< [column_count], or null: all count
  std::uint32_t column_count;
  AltOrder alt_order;
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

/// What became of a row.
enum class RowOutcome : std::uint8_t { written, non_variant, filtered, rejected, breaks_plan };

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

/// Scratch memory for the rows in work, one row a tile.
struct ScratchMemory {
  std::uint32_t* numbers;  ///< [tiles][4 · stride()]
  WideCode* codes;         ///< [tiles][2 · stride()]
  std::uint32_t column_count;

  /// Entries of one array of a RowScratch.
  HAPMILL_HD static constexpr std::size_t stride(std::uint32_t column_count) {
    return std::size_t{column_count} + site_field_count + 1;
  }
  static constexpr std::size_t bytes_of_tile(std::uint32_t column_count) {
    return stride(column_count) * (4 * sizeof(std::uint32_t) + 2 * sizeof(WideCode));
  }

  __device__ RowScratch of_tile(std::uint32_t tile) const {
    std::size_t const entries = stride(column_count);
    std::uint32_t* const own_numbers = numbers + tile * 4 * entries;
    WideCode* const own_codes = codes + tile * 2 * entries;
    return {own_numbers,
            own_codes,
            own_codes + entries,
            own_numbers + entries,
            own_numbers + 2 * entries,
            own_numbers + 3 * entries};
  }
};

/// Threads of a block of the kernels that give a row to a tile, and tiles in it.
inline constexpr unsigned row_block_threads = 128;
inline constexpr unsigned row_tile_lanes = 32;
inline constexpr unsigned row_block_tiles = row_block_threads / row_tile_lanes;
/// Blocks that a multiprocessor shall hold at once. Said to the compiler too: left to itself it
/// aims at more of them for sm_80 and spills.
inline constexpr unsigned row_blocks_resident = 6;

}  // namespace hapmill::cu
