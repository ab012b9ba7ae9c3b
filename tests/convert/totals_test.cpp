#include "convert/totals.hpp"

#include "support/random.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace hapmill::test {
namespace {

using Lines = std::vector<std::uint64_t>;

TEST(RejectedRows, KeepsTheTenLowestLinesInAnyOrder) {
  Lines lines(100);
  std::iota(lines.begin(), lines.end(), 1U);
  Lines const lowest(lines.begin(), lines.begin() + 10);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Random random{seed};
    random.shuffle(lines);
    RejectedRows rows;
    for (auto const line : lines) rows.add(line);
    EXPECT_EQ(rows.count, 100U);
    EXPECT_EQ(rows.first_lines, lowest);
  }
}

TEST(RejectedRows, KeepsAllIfThereAreFew) {
  RejectedRows rows;
  EXPECT_EQ(rows.count, 0U);
  rows.add(7);
  rows.add(3);
  EXPECT_EQ(rows.first_lines, (Lines{3, 7}));
}

}  // namespace
}  // namespace hapmill::test
