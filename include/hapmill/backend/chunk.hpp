#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "hapmill/model/pos_range.hpp"
#include "hapmill/model/row_fault.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/support/byte_buffer.hpp"

namespace hapmill {

/// Consecutive rows of one contig: those whose first byte lies in [begin, end) of the matrix.
/// Neither bound needs to be the start of a row.
struct ChunkPiece {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t first_line =
      0;  ///< line number of the first row; 0 if the lines follow those of the piece before
  std::uint32_t contig_id = 0;
  bool begins_segment = false;  ///< its first row is the first of a segment
  std::string_view contig;      ///< name of the contig; its memory outlives the conversion
  ContigFacts facts = {};
  PosRange pos = {};  ///< positions that its rows may have; others break the plan
};

/// The text of one piece: whole rows, each with a newline at its end.
struct RowRun {
  std::size_t text_begin = 0;  ///< where it starts in the chunk's text, in bytes
  std::size_t size = 0;        ///< in bytes
  std::uint64_t offset = 0;    ///< place of its first byte in the matrix
};

/// A row that a RowRewriter could not rewrite.
struct RewriteFault {
  std::uint32_t piece = 0;  ///< number of the piece in its chunk, from 0
  std::uint64_t row = 0;    ///< number of the row in the piece, from 0
  RowFault fault;           ///< its fields and offsets are those of the row in the matrix
};

/// The rows of a chunk as they are in the matrix, if a RewritingSource rewrote them.
struct OriginalRows {
  ByteBuffer text;                   ///< never in lent memory
  std::vector<RowRun> runs;          ///< [pieces] row k of a run became row k of the chunk's run
  std::vector<RewriteFault> faults;  ///< in the order of rows
};

/// Whole rows that are given to a backend at once, in output order.
///
/// The pieces of a chunk say which rows it has. MatrixSource::load() reads their text into `text`,
/// one run per piece. `text` can be read ByteBuffer::slack bytes past its end.
struct Chunk {
  std::uint64_t ordinal = 0;    ///< number of the chunk, from 0
  std::uint64_t input_end = 0;  ///< bytes of the matrix up to the end of this chunk, for progress
  std::vector<ChunkPiece> pieces;
  ByteBuffer text;
  std::vector<RowRun> runs;  ///< [pieces.size()] after load()
  OriginalRows originals;    ///< empty unless the rows were rewritten
};

}  // namespace hapmill
