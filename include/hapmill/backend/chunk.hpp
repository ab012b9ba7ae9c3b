#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "hapmill/model/pos_range.hpp"
#include "hapmill/model/row_fault.hpp"
#include "hapmill/model/row_fields.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/support/byte_buffer.hpp"

namespace hapmill {

/// A stretch of the matrix: consecutive rows of one contig, those whose first byte lies in
/// [begin, end). Neither bound has to be the start of a row.
struct Stretch {
  std::uint64_t begin = 0;       ///< offset in the matrix
  std::uint64_t end = 0;         ///< offset in the matrix
  std::uint64_t first_line = 0;  ///< line number of the first row; 0: not known
  std::uint32_t contig_id = 0;
  /// If this is not the whole contig, bisection has found that the positions of these rows ascend
  /// and lie in this range. The conversion has to check that.
  PosRange pos = {};
};

/// The stretch that a chunk holds, or a part of one. A first_line of 0 means that the lines are
/// counted on from the piece before.
struct ChunkPiece : Stretch {
  bool begins_segment = false;
  std::string_view contig = {};  ///< the contig's name; outlives the conversion
  ContigFacts facts = {};
};

/// Where the text of one piece is in its chunk: whole rows, each ending in a newline.
struct RowRun {
  std::size_t text_begin = 0;  ///< where it starts in the chunk's text, in bytes
  std::size_t size = 0;        ///< in bytes
  std::uint64_t offset = 0;    ///< place of its first byte in the matrix
};

/// Calls `visit(row)` for each row of a run in `text` until it returns false. The row is passed
/// without its newline.
template <class Visit>
void for_each_row(ByteBuffer const& text, RowRun const& run, Visit visit) {
  char const* at = text.data() + run.text_begin;
  char const* const end = at + run.size;
  while (at < end) {
    auto const* const newline =
        static_cast<char const*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (!visit(Row{at, static_cast<std::uint32_t>(newline - at)})) return;
    at = newline + 1;
  }
}

/// A row that a RewritingSource could not rewrite.
struct RewriteFault {
  std::uint32_t piece = 0;  ///< index in the chunk's pieces
  std::uint64_t row = 0;    ///< index in the piece, from 0
  RowFault fault;           ///< its fields and offsets are those of the original row
};

/// The original rows of a chunk whose text a RewritingSource has replaced.
struct OriginalRows {
  ByteBuffer text;                   ///< owns its memory, never borrowed
  std::vector<RowRun> runs;          ///< [pieces]; row k of a run became row k of the chunk's run
  std::vector<RewriteFault> faults;  ///< in the order of rows
};

/// Whole rows that a backend converts in one call, in output order.
///
/// MatrixSource::next() fills in the pieces; MatrixSource::load() reads their text into `text`
/// (ByteBuffer::slack bytes past its end are readable) and adds one run per piece.
struct Chunk {
  std::uint64_t ordinal = 0;
  std::uint64_t input_end = 0;  ///< bytes of the matrix in this chunk and all before; for progress
  std::vector<ChunkPiece> pieces;
  ByteBuffer text;
  std::vector<RowRun> runs;  ///< [pieces], after load()
  OriginalRows originals;    ///< empty unless the rows were rewritten
};

}  // namespace hapmill
