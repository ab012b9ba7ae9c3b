#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "convert/line_counter.hpp"
#include "hapmill/backend/chunk.hpp"

namespace hapmill {

/// How many rows have a property, and the line of the first one.
struct Occurrences {
  std::uint64_t count = 0;
  std::uint64_t first_line = 0;

  void add(std::uint64_t more, std::uint64_t line) {
    if (count == 0) first_line = line;
    count += more;
  }
};

/// The order of positions in the rows of a piece.
struct PiecePositions {
  std::uint64_t row_count = 0;
  std::uint32_t first = 0;      ///< 0 if no row has a position
  std::uint64_t first_row = 0;  ///< number of its row in the piece, from 0
  std::uint32_t last = 0;
  Occurrences backward;  ///< smaller than the position before; `first_line` is a row in the piece
  Occurrences repeated;  ///< equal to the position before; `first_line` is a row in the piece

  void add_row(std::uint32_t pos);
};

/// The order of the rows of a contig.
struct ContigOrderFacts {
  std::string name;
  std::uint64_t row_count = 0;
  std::uint64_t first_line = 0;
  std::uint64_t run_count = 0;   ///< runs of consecutive rows
  std::uint64_t second_run = 0;  ///< line at which the second run starts
  std::uint32_t first_pos = 0;
  std::uint32_t last_pos = 0;
  Occurrences backward;  ///< rows whose position is smaller than that of the row before
  Occurrences repeated;  ///< rows with the position of the row before
};

/// Collects the order of rows, chunk after chunk in output order.
class RowOrder {
 public:
  /// Adds a chunk. `pieces` has the positions of its pieces.
  void add_chunk(Chunk const& chunk, std::vector<PiecePositions> const& pieces);

  std::uint64_t row_count() const { return row_count_; }
  /// The contigs in output order.
  std::vector<ContigOrderFacts> const& contigs() const { return contigs_; }

 private:
  ContigOrderFacts& contig_of(ChunkPiece const& piece);

  LineCounter lines_;
  std::uint64_t row_count_ = 0;
  std::vector<ContigOrderFacts> contigs_;
  std::vector<std::size_t>
      places_;  ///< [contig number] index in contigs_ + 1; 0 if no row was seen
  std::optional<std::uint32_t> contig_id_;
  std::uint64_t end_ = 0;  ///< end of the piece before
};

}  // namespace hapmill
