#include "rows/input_plan.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

using Names = std::vector<std::string>;

Names ordered(Names const& found, ContigOrder order) {
  ContigNames names;
  for (auto const& name : found) names.number_of(name);
  Names result;
  for (auto const contig : order_contigs(names, order)) result.push_back(names.name(contig));
  return result;
}

TEST(OrderContigs, FirstKeepsTheOrderOfAppearance) {
  EXPECT_EQ(ordered({"10", "9", "x"}, ContigOrder::first), (Names{"10", "9", "x"}));
}

TEST(OrderContigs, SortsByNumberIfEveryNameIsOne) {
  EXPECT_EQ(ordered({"10", "9", "100", "0"}, ContigOrder::sorted), (Names{"0", "9", "10", "100"}));
  EXPECT_EQ(
      ordered({"99999999999999999999999", "100000000000000000000000", "5"}, ContigOrder::sorted),
      (Names{"5", "99999999999999999999999", "100000000000000000000000"}));
  EXPECT_EQ(ordered({"1", "01", "001", "2"}, ContigOrder::sorted), (Names{"001", "01", "1", "2"}));
}

TEST(OrderContigs, SortsByTextOtherwise) {
  EXPECT_EQ(ordered({"10", "9", "x", "X"}, ContigOrder::sorted), (Names{"10", "9", "X", "x"}));
  EXPECT_EQ(ordered({"\xC3\xA9", "z"}, ContigOrder::sorted), (Names{"z", "\xC3\xA9"}));
}

/// Makes a plan of runs given as begin, end and name.
InputPlan planned(std::vector<std::tuple<std::uint64_t, std::uint64_t, std::string>> const& runs,
                  ContigOrder order = ContigOrder::first) {
  ContigRuns found;
  for (auto const& [begin, end, name] : runs) {
    found.runs.push_back({begin, end, begin + 1, found.names.number_of(name)});
  }
  return make_input_plan(std::move(found), order);
}

TEST(InputPlan, StartsSegmentsAtFixedOffsetsOfTheFile) {
  constexpr std::uint64_t window = segment_bytes;
  auto const plan = planned({{10, 2 * window + 5, "x"}, {2 * window + 5, 3 * window, "y"}});
  ASSERT_EQ(plan.ranges.size(), 4U);
  EXPECT_EQ(plan.ranges[0].end, window);
  EXPECT_EQ(plan.ranges[1].begin, window);
  EXPECT_EQ(plan.ranges[1].end, 2 * window);
  EXPECT_EQ(plan.ranges[2].end, 2 * window + 5);
  EXPECT_EQ(plan.ranges[3].end, 3 * window);
  for (auto const& range : plan.ranges) EXPECT_TRUE(range.begins_segment);
  EXPECT_EQ(plan.ranges[0].first_line, 11U);
  EXPECT_EQ(plan.ranges[1].first_line, 0U) << "counted on from the one before";
  EXPECT_TRUE(plan.is_in_file_order);
}

TEST(InputPlan, RunsOfOneContigInOneRangeAreOneSegment) {
  auto const plan = planned(
      {{0, 10, "x"}, {10, 20, "y"}, {20, 30, "x"}, {segment_bytes, segment_bytes + 1, "x"}});
  ASSERT_EQ(plan.ranges.size(), 4U);
  EXPECT_TRUE(plan.ranges[0].begins_segment);
  EXPECT_EQ(plan.ranges[1].begin, 20U);
  EXPECT_FALSE(plan.ranges[1].begins_segment);
  EXPECT_TRUE(plan.ranges[2].begins_segment) << "another window";
  EXPECT_TRUE(plan.ranges[3].begins_segment);
  EXPECT_FALSE(plan.is_in_file_order);
}

TEST(InputPlan, SortedContigsMayDifferFromTheOrderOfTheFile) {
  EXPECT_FALSE(planned({{0, 10, "2"}, {10, 20, "1"}}, ContigOrder::sorted).is_in_file_order);
  EXPECT_TRUE(planned({{0, 10, "1"}, {10, 20, "2"}}, ContigOrder::sorted).is_in_file_order);
}

}  // namespace
}  // namespace hapmill::test
