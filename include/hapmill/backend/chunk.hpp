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

/// Rows of one contig that stand together: those whose first byte lies in [begin, end) of the
/// matrix. Neither bound needs to be where a row begins.
struct ChunkPiece {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t first_line = 0;  ///< line number of the first row; 0: goes on from the piece before
  std::uint32_t contig_id = 0;
  bool begins_segment = false;
  std::string_view contig;  ///< the contig's name; outlives the conversion
  ContigFacts facts = {};
  PosRange pos = {};  ///< where its rows stand, if that is to be checked
};

/// Text of one piece: whole rows, each ending in a newline.
struct RowRun {
  std::size_t text_begin = 0;  ///< offset in the chunk's text
  std::size_t size = 0;
  std::uint64_t offset = 0;  ///< of the first byte in the matrix
};

/// A row that could not be rewritten.
struct RewriteFault {
  std::uint32_t piece = 0;  ///< of its chunk
  std::uint64_t row = 0;    ///< its place in the piece, from 0
  RowFault fault;           ///< fields and places are those of the row as it stands in the matrix
};

/// The rows of a chunk as they stand in the matrix, where a RewritingSource made others of them.
struct OriginalRows {
  ByteBuffer text;                   ///< never in lent memory
  std::vector<RowRun> runs;          ///< [pieces]; row k of a run became row k of the chunk's run
  std::vector<RewriteFault> faults;  ///< in the order of rows
};

/// Whole rows given to a backend at once, in output order.
///
/// A chunk is named by its pieces; MatrixSource::load brings their text into `text` (readable
/// ByteBuffer::slack bytes past its end), one run a piece.
struct Chunk {
  std::uint64_t ordinal = 0;
  std::uint64_t input_end = 0;  ///< bytes of the matrix given out up to here, for progress
  std::vector<ChunkPiece> pieces;
  ByteBuffer text;
  std::vector<RowRun> runs;  ///< [pieces.size()], after load
  OriginalRows originals;    ///< empty unless the rows were rewritten
};

}  // namespace hapmill
