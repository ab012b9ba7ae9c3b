#include <gtest/gtest.h>

#include "support/worker_kills.hpp"

namespace hapmill::test {
namespace {

TEST(Workers, LoseNothingWhenKilledTwoHundredTimes) {
  auto const counts = kill_runs(1'000, 200, 40'000);
  EXPECT_EQ(counts.kills, 200U);
  EXPECT_GE(counts.between_bytes, 150U) << "too few between the first and the last byte of output";
  EXPECT_GT(counts.of_workers, 50U);
  EXPECT_GT(counts.resumed, 50U);
  RecordProperty("kills_between_bytes", static_cast<int>(counts.between_bytes));
  RecordProperty("kills_of_workers", static_cast<int>(counts.of_workers));
}

}  // namespace
}  // namespace hapmill::test
