#include "groups/group_partition.hpp"

#include "support/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

struct MadeContig {
  std::vector<std::uint64_t> segments;  ///< bytes of each
};

InputPlan plan_of(std::vector<MadeContig> const& contigs) {
  InputPlan plan;
  std::uint64_t begin = 0;
  for (auto const& contig : contigs) {
    auto const number = plan.names.number_of("c" + std::to_string(plan.names.count()));
    plan.contig_order.push_back(number);
    for (std::uint64_t const bytes : contig.segments) {
      plan.ranges.push_back({{begin, begin + bytes, 0, number}, true});
      begin += bytes;
    }
  }
  return plan;
}

/// Returns groups as `c0 c0 c1 | c2`, one word per range.
std::string describe(InputPlan const& plan, std::vector<Group> const& groups) {
  std::string text;
  for (auto const& group : groups) {
    if (!text.empty()) text += "| ";
    for (std::size_t k = 0; k < group.range_count; ++k) {
      text += plan.names.name(plan.ranges[group.first_range + k].contig_id) + ' ';
    }
  }
  return text;
}

std::string group(std::vector<MadeContig> const& contigs, std::size_t most, bool keeps = false) {
  auto const plan = plan_of(contigs);
  return describe(plan, make_groups(plan, most, keeps));
}

/// Returns the smallest possible size of the largest of at most `most` groups of consecutive
/// `sizes`, by trying all.
std::uint64_t smallest_largest(std::vector<std::uint64_t> const& sizes, std::size_t begin,
                               std::size_t most) {
  std::uint64_t rest = 0;
  for (std::size_t k = begin; k < sizes.size(); ++k) rest += sizes[k];
  if (most <= 1 || rest == 0) return rest;
  std::uint64_t best = rest;
  std::uint64_t first = 0;
  for (std::size_t end = begin + 1; end <= sizes.size(); ++end) {
    first += sizes[end - 1];
    best = std::min(best, std::max(first, smallest_largest(sizes, end, most - 1)));
  }
  return best;
}

TEST(GroupPartition, EndsGroupsWithContigsIfNoGroupGrows) {
  EXPECT_EQ(group({{{5}}, {{5}}, {{5}}, {{5}}}, 2), "c0 c1 | c2 c3 ");
  EXPECT_EQ(group({{{4}}, {{1, 1}}, {{4}}}, 2), "c0 c1 | c1 c2 ") << "5 and 5";
  EXPECT_EQ(group({{{6}}, {{1, 1}}, {{4}}}, 2), "c0 | c1 c1 c2 ");
  EXPECT_EQ(group({{{1, 1, 1, 1, 1, 1}}}, 3), "c0 c0 | c0 c0 | c0 c0 ") << "a giant contig";
}

TEST(GroupPartition, KeepsContigsWholeOnRequest) {
  EXPECT_EQ(group({{{1, 1, 1, 1}}, {{1}}}, 4, true), "c0 c0 c0 c0 | c1 ");
  EXPECT_EQ(group({{{4}}, {{1, 1}}, {{4}}}, 2, true), "c0 c1 c1 | c2 ");
}

TEST(GroupPartition, HasAtMostOneGroupPerSegmentAndOneWithoutSegments) {
  EXPECT_EQ(group({{{10}}, {{1}}, {{1}}}, 3), "c0 | c1 | c2 ");
  EXPECT_EQ(group({{{10}}, {{1}}, {{1}}}, 7), "c0 | c1 | c2 ");
  auto const none = make_groups(InputPlan{}, 4, false);
  ASSERT_EQ(none.size(), 1U);
  EXPECT_EQ(none[0].range_count, 0U);
}

TEST(GroupPartition, KeepsTheRangesOfASegmentTogether) {
  auto plan = plan_of({{{1, 1, 1}}, {{1}}});
  plan.ranges[1].begins_segment = false;  // separate rows of c0
  EXPECT_EQ(describe(plan, make_groups(plan, 9, false)), "c0 c0 | c0 | c1 ");
}

TEST(GroupPartition, HasTheSmallestPossibleLargestGroup) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Random random{seed};
    std::vector<MadeContig> contigs(random.between(1, 6));
    std::vector<std::uint64_t> sizes;
    std::vector<std::uint64_t> contig_sizes;
    for (auto& contig : contigs) {
      std::uint64_t sum = 0;
      for (std::uint64_t k = random.one_in(3) ? random.between(1, 5) : 1; k > 0; --k) {
        contig.segments.push_back(random.between(1, random.one_in(2) ? 3 : 100));
        sizes.push_back(contig.segments.back());
        sum += sizes.back();
      }
      contig_sizes.push_back(sum);
    }
    auto const plan = plan_of(contigs);
    std::size_t const most = random.between(1, 6);
    for (bool const keeps : {false, true}) {
      auto const& units = keeps ? contig_sizes : sizes;
      auto const groups = make_groups(plan, most, keeps);
      ASSERT_EQ(groups.size(), std::min(most, units.size())) << seed;
      std::uint64_t largest = 0;
      std::size_t next = 0;
      for (auto const& group : groups) {
        ASSERT_EQ(group.first_range, next);
        ASSERT_GT(group.range_count, 0U);
        std::uint64_t bytes = 0;
        for (std::size_t k = 0; k < group.range_count; ++k, ++next) {
          bytes += plan.ranges[next].end - plan.ranges[next].begin;
        }
        ASSERT_EQ(group.bytes, bytes);
        largest = std::max(largest, bytes);
      }
      ASSERT_EQ(next, plan.ranges.size());
      ASSERT_EQ(largest, smallest_largest(units, 0, most)) << "seed " << seed;
    }
  }
}

TEST(GroupPartition, IsFastForManySegments) {
  std::vector<MadeContig> contigs(200'000, MadeContig{{3}});
  auto const plan = plan_of(contigs);
  EXPECT_EQ(make_groups(plan, 1000, false).size(), 1000U);
}

}  // namespace
}  // namespace hapmill::test
