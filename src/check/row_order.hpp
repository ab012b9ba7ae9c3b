#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "convert/line_counter.hpp"
#include "hapmill/backend/chunk.hpp"

namespace hapmill {

/// Something that some rows do: how many, and the line of the first.
struct Occurrences {
  std::uint64_t count = 0;
  std::uint64_t first_line = 0;

  void add(std::uint64_t more, std::uint64_t line) {
    if (count == 0) first_line = line;
    count += more;
  }
};

/// The positions of a piece's rows, from first to last.
struct PiecePositions {
  std::uint64_t row_count = 0;
  std::uint32_t first = 0;      ///< 0: no row has one
  std::uint64_t first_row = 0;  ///< its place in the piece, from 0
  std::uint32_t last = 0;
  Occurrences backward;  ///< less than the one before; `first_line` is a place in the piece
  Occurrences repeated;  ///< the same as the one before; likewise

  void add_row(std::uint32_t pos);
};

/// How a contig's rows stand.
struct ContigOrderFacts {
  std::string name;
  std::uint64_t row_count = 0;
  std::uint64_t first_line = 0;
  std::uint64_t run_count = 0;   ///< runs of rows that stand together
  std::uint64_t second_run = 0;  ///< the line where the second one begins
  std::uint32_t first_pos = 0;
  std::uint32_t last_pos = 0;
  Occurrences backward;  ///< rows whose position is less than that of the row before
  Occurrences repeated;  ///< rows with the position of the row before
};

/// Puts together, chunk after chunk in output order, how rows stand.
class RowOrder {
 public:
  /// `pieces` are those of the chunk.
  void add_chunk(Chunk const& chunk, std::vector<PiecePositions> const& pieces);

  std::uint64_t row_count() const { return row_count_; }
  /// In output order.
  std::vector<ContigOrderFacts> const& contigs() const { return contigs_; }

 private:
  ContigOrderFacts& contig_of(ChunkPiece const& piece);

  LineCounter lines_;
  std::uint64_t row_count_ = 0;
  std::vector<ContigOrderFacts> contigs_;
  std::vector<std::size_t> places_;  ///< [contig number] in contigs_ + 1; 0: not met
  std::optional<std::uint32_t> contig_id_;
  std::uint64_t end_ = 0;  ///< of the piece before
};

}  // namespace hapmill
