#pragma once

#include <cstdint>

#include "hapmill/backend/chunk.hpp"

namespace hapmill {

/// Keeps the line number of each piece as chunks are collected in output order.
class LineCounter {
 public:
  /// Takes the next piece; its first line, or 0 where it is not known.
  std::uint64_t begin_piece(ChunkPiece const& piece) {
    bool const continues = line_ != 0 && piece.begin == end_;
    if (piece.first_line != 0) {
      line_ = piece.first_line;
    } else if (!continues) {
      line_ = 0;
    }
    end_ = piece.end;
    return line_;
  }

  void end_piece(std::uint64_t row_count) {
    if (line_ != 0) line_ += row_count;
  }

 private:
  std::uint64_t line_ = 0;
  std::uint64_t end_ = 0;
};

}  // namespace hapmill
