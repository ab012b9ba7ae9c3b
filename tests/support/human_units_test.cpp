#include "support/human_units.hpp"

#include "support/machine.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace hapmill::test {
namespace {

TEST(HumanUnits, BytesAreInDecimalUnits) {
  EXPECT_EQ(human_bytes(0), "0 B");
  EXPECT_EQ(human_bytes(999), "999 B");
  EXPECT_EQ(human_bytes(1'000), "1.0 kB");
  EXPECT_EQ(human_bytes(9'949), "9.9 kB");
  EXPECT_EQ(human_bytes(9'950), "10 kB");
  EXPECT_EQ(human_bytes(999'499), "999 kB");
  EXPECT_EQ(human_bytes(999'500), "1.0 MB");
  EXPECT_EQ(human_bytes(292'000'000), "292 MB");
  EXPECT_EQ(human_bytes(1'400'000'000), "1.4 GB");
  EXPECT_EQ(human_bytes(std::numeric_limits<std::uint64_t>::max()), "18 EB");
}

TEST(HumanUnits, CountsAreGroupedByThousands) {
  EXPECT_EQ(human_count(0), "0");
  EXPECT_EQ(human_count(999), "999");
  EXPECT_EQ(human_count(1'000), "1,000");
  EXPECT_EQ(human_count(4'000'000), "4,000,000");
  EXPECT_EQ(human_count(123'456'789), "123,456,789");
}

TEST(HumanUnits, NumbersHaveAPlural) {
  EXPECT_EQ(human_number(0, "row"), "0 rows");
  EXPECT_EQ(human_number(1, "row"), "1 row");
  EXPECT_EQ(human_number(1'000, "row"), "1,000 rows");
}

TEST(HumanUnits, TimesHaveTheUsualUnits) {
  EXPECT_EQ(human_time(0), "0.00 s");
  EXPECT_EQ(human_time(0.344), "0.34 s");
  EXPECT_EQ(human_time(9.99), "9.99 s");
  EXPECT_EQ(human_time(12.4), "12 s");
  EXPECT_EQ(human_time(59.6), "1 min 0 s");
  EXPECT_EQ(human_time(200), "3 min 20 s");
  EXPECT_EQ(human_time(7'500), "2 h 5 min");
}

TEST(Machine, HasACpuAndUsesMemory) {
  EXPECT_GE(usable_cpu_count(), 1U);
  auto const memory = read_memory_use();
  EXPECT_GT(memory.peak_resident, 0U);
  EXPECT_EQ(memory.peak_resident % 1024, 0U);
}

}  // namespace
}  // namespace hapmill::test
