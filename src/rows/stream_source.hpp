#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>

#include "hapmill/backend/matrix_source.hpp"
#include "matrix/contig_list.hpp"
#include "matrix/matrix_header.hpp"
#include "matrix/matrix_input.hpp"
#include "rows/contig_runs.hpp"

namespace hapmill {

/// Produces the chunks of a stream in the order in which it arrives: next() reads, load() does
/// nothing.
///
/// The contigs become known row by row. If a contig returns after another one, next() throws
/// InputError, because its rows can no longer be brought together.
class StreamSource : public MatrixSource {
 public:
  /// Keeps references to `input` and `contigs`. Moves the prefix out of `header`.
  StreamSource(MatrixInput& input, MatrixHeader& header, ContigList const& contigs,
               RowShape const& shape, std::size_t chunk_bytes);

  bool next(Chunk& chunk) override;
  void load(Chunk& /*chunk*/) const override {}
  void set_chunk_bytes(std::size_t chunk_bytes) override { chunk_bytes_ = chunk_bytes; }

  ContigNames const& names() const { return names_; }
  /// Bytes of text read so far.
  std::uint64_t bytes() const { return offset_; }

 private:
  bool read_rows(ByteBuffer& text);
  void cut_into_pieces(Chunk& chunk);
  bool enter_file();
  void begin_contig();
  [[noreturn]] void refuse_return() const;

  MatrixInput& input_;
  ContigList const& contigs_;
  RowShape shape_;
  ContigTracker contig_;
  std::size_t chunk_bytes_;
  ByteBuffer rest_;  ///< read, but not yet in a chunk: less than a row, or the header's prefix
  std::uint64_t offset_;
  std::uint64_t line_;    ///< in its file
  std::size_t file_ = 0;  ///< of the row at offset_
  bool at_end_ = false;
  std::exception_ptr error_;  ///< thrown by the next call of next()
  ContigNames names_;
  std::uint32_t contig_id_ = 0;
  ContigFacts facts_;
  std::uint64_t segment_window_ = 0;
  bool begun_ = false;
  std::uint64_t ordinal_ = 0;
};

}  // namespace hapmill
