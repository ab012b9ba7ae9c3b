#include "convert/line_counter.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

ChunkPiece piece(std::uint64_t begin, std::uint64_t end, std::uint64_t first_line = 0) {
  ChunkPiece result;
  result.begin = begin;
  result.end = end;
  result.first_line = first_line;
  return result;
}

TEST(LineCounter, ContinuesFromPieceToPiece) {
  LineCounter lines;
  EXPECT_EQ(lines.begin_piece(piece(10, 20, 2)), 2U);
  lines.end_piece(3);
  EXPECT_EQ(lines.begin_piece(piece(20, 25)), 5U);
  lines.end_piece(0);
  EXPECT_EQ(lines.begin_piece(piece(25, 30)), 5U) << "a piece inside a row has none";
  lines.end_piece(1);
  EXPECT_EQ(lines.begin_piece(piece(30, 40)), 6U);
}

TEST(LineCounter, DoesNotKnowTheLineAfterAJump) {
  LineCounter lines;
  EXPECT_EQ(lines.begin_piece(piece(10, 20, 2)), 2U);
  lines.end_piece(3);
  EXPECT_EQ(lines.begin_piece(piece(50, 60)), 0U);
  lines.end_piece(2);
  EXPECT_EQ(lines.begin_piece(piece(60, 70)), 0U) << "nor the one that follows";
  EXPECT_EQ(lines.begin_piece(piece(20, 30, 5)), 5U) << "until it is told";
}

TEST(LineCounter, KnowsNothingAtFirst) {
  LineCounter lines;
  EXPECT_EQ(lines.begin_piece(piece(0, 20)), 0U);
}

}  // namespace
}  // namespace hapmill::test
