#include "workers/group_schedule.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace hapmill::test {
namespace {

using Outcome = GroupSchedule::Outcome;
constexpr int cpu = GroupSchedule::cpu;

void expect_start(std::optional<GroupSchedule::Start> const& start, std::size_t group,
                  std::size_t seat, int device) {
  ASSERT_TRUE(start.has_value());
  EXPECT_EQ(start->group, group);
  EXPECT_EQ(start->seat, seat);
  EXPECT_EQ(start->device, device);
}

TEST(GroupSchedule, AssignsGroupsInOrderToFreeSeats) {
  GroupSchedule schedule{{false, true, false, false}, {0, 1}};
  expect_start(schedule.next(), 0, 0, 0);
  expect_start(schedule.next(), 2, 1, 1);
  EXPECT_FALSE(schedule.next());
  schedule.ended(2, Verdict::done);
  expect_start(schedule.next(), 3, 1, 1);
  schedule.ended(3, Verdict::done);
  EXPECT_FALSE(schedule.next());
  EXPECT_FALSE(schedule.is_over());
  schedule.ended(0, Verdict::done);
  EXPECT_TRUE(schedule.is_over());
  EXPECT_EQ(schedule.outcome(), Outcome::done);
}

TEST(GroupSchedule, IsDoneWithoutGroups) {
  for (auto const& complete : {std::vector<bool>{}, std::vector<bool>{true, true}}) {
    GroupSchedule schedule{complete, {cpu}};
    EXPECT_FALSE(schedule.next());
    EXPECT_TRUE(schedule.is_over());
    EXPECT_EQ(schedule.outcome(), Outcome::done);
  }
}

TEST(GroupSchedule, AGroupThatDiedWaitsForAnotherDevice) {
  GroupSchedule schedule{{false, false}, {0, 1}};
  schedule.next();
  schedule.next();
  schedule.ended(0, Verdict::died);
  EXPECT_FALSE(schedule.next()) << "its own device is free, the other one is not";
  schedule.ended(1, Verdict::done);
  expect_start(schedule.next(), 0, 1, 1);
  schedule.ended(0, Verdict::done);
  EXPECT_EQ(schedule.outcome(), Outcome::done);
}

TEST(GroupSchedule, TheCpuConvertsAGroupThatNoOtherDeviceCan) {
  for (std::vector<int> const& seats : {std::vector{0}, std::vector{0, 0}}) {
    GroupSchedule schedule{{false}, seats};
    schedule.next();
    schedule.ended(0, Verdict::died);
    expect_start(schedule.next(), 0, 0, cpu);
  }
  GroupSchedule on_cpu{{false}, {cpu}};
  on_cpu.next();
  on_cpu.ended(0, Verdict::died);
  expect_start(on_cpu.next(), 0, 0, cpu);
}

TEST(GroupSchedule, ADeviceThatFailedIsNotUsedAgain) {
  GroupSchedule schedule{{false, false, false, false}, {0, 1}};
  schedule.next();
  schedule.next();
  schedule.ended(0, Verdict::died, true);
  EXPECT_FALSE(schedule.next());
  schedule.ended(1, Verdict::done);
  expect_start(schedule.next(), 0, 1, 1);
  EXPECT_FALSE(schedule.next());
  schedule.ended(0, Verdict::done);
  expect_start(schedule.next(), 2, 1, 1);
  schedule.ended(2, Verdict::died, true);
  expect_start(schedule.next(), 2, 0, cpu);
  expect_start(schedule.next(), 3, 1, cpu);
}

TEST(GroupSchedule, ASecondDeathLosesAGroupAndKeepsTheOthers) {
  GroupSchedule schedule{{false, false, false}, {cpu}};
  for (int death = 0; death < 2; ++death) {
    expect_start(schedule.next(), 0, 0, cpu);
    schedule.ended(0, Verdict::died);
  }
  for (std::size_t group : {1, 2}) {
    expect_start(schedule.next(), group, 0, cpu);
    schedule.ended(group, Verdict::done);
  }
  EXPECT_TRUE(schedule.is_over());
  EXPECT_EQ(schedule.outcome(), Outcome::lost);
  EXPECT_EQ(schedule.failed_group(), 0U);
  EXPECT_TRUE(schedule.is_done(1));
}

TEST(GroupSchedule, AfterARefusalOnlyEarlierGroupsContinue) {
  GroupSchedule schedule{std::vector<bool>(6, false), {cpu, cpu, cpu, cpu}};
  for (int k = 0; k < 4; ++k) schedule.next();
  schedule.ended(2, Verdict::refused);
  EXPECT_TRUE(schedule.is_wanted(0));
  EXPECT_TRUE(schedule.is_wanted(1));
  EXPECT_FALSE(schedule.is_wanted(3));
  schedule.stopped(3);
  EXPECT_FALSE(schedule.next());
  schedule.ended(0, Verdict::done);
  schedule.ended(1, Verdict::died);
  expect_start(schedule.next(), 1, 0, cpu);
  EXPECT_FALSE(schedule.is_over());
  schedule.ended(1, Verdict::refused);
  EXPECT_TRUE(schedule.is_over());
  EXPECT_EQ(schedule.outcome(), Outcome::refused);
  EXPECT_EQ(schedule.failed_group(), 1U);
}

TEST(GroupSchedule, StopsIfThePlanIsBrokenOrTheDiskIsFull) {
  for (Verdict const verdict : {Verdict::broken_plan, Verdict::unwritable}) {
    GroupSchedule schedule{{false, false, false}, {cpu, cpu}};
    schedule.next();
    schedule.next();
    schedule.ended(1, verdict);
    EXPECT_FALSE(schedule.is_wanted(0));
    EXPECT_FALSE(schedule.next());
    schedule.stopped(0);
    EXPECT_TRUE(schedule.is_over());
    EXPECT_EQ(schedule.outcome(),
              verdict == Verdict::unwritable ? Outcome::unwritable : Outcome::broken_plan);
    if (verdict == Verdict::broken_plan) continue;
    EXPECT_EQ(schedule.failed_group(), 1U);
  }
}

/// The result of each group, and how often its worker dies before.
struct Fate {
  Verdict verdict = Verdict::done;
  int deaths = 0;
};

/// Runs groups that end in random order.
GroupSchedule run_to_the_end(std::vector<Fate> const& fates, std::vector<int> const& seats,
                             std::mt19937& random) {
  GroupSchedule schedule{std::vector<bool>(fates.size(), false), seats};
  std::set<std::size_t> running;
  std::set<std::size_t> taken;
  std::vector<std::size_t> seat_of(fates.size());
  std::vector<int> tries(fates.size());
  for (int round = 0; !schedule.is_over(); ++round) {
    if (round == 10'000) {
      ADD_FAILURE() << "it does not end";
      break;
    }
    while (auto const start = schedule.next()) {
      EXPECT_TRUE(running.insert(start->group).second);
      EXPECT_TRUE(taken.insert(start->seat).second) << "one worker a seat";
      seat_of[start->group] = start->seat;
      EXPECT_LE(++tries[start->group], 2);
    }
    if (running.empty()) {
      ADD_FAILURE() << "nothing runs, and it is not over";
      break;
    }
    auto const chosen =
        std::next(running.begin(), static_cast<std::ptrdiff_t>(random() % running.size()));
    std::size_t const group = *chosen;
    running.erase(chosen);
    taken.erase(seat_of[group]);
    bool const dies = tries[group] <= fates[group].deaths;
    schedule.ended(group, dies ? Verdict::died : fates[group].verdict, dies && random() % 2 == 0);
    for (auto it = running.begin(); it != running.end();) {
      if (schedule.is_wanted(*it)) {
        ++it;
        continue;
      }
      taken.erase(seat_of[*it]);
      schedule.stopped(*it);
      it = running.erase(it);
    }
  }
  return schedule;
}

TEST(GroupSchedule, HasTheSameResultWithAnyTiming) {
  std::mt19937 random{20'261'121};
  for (int k = 0; k < 2'000; ++k) {
    std::vector<Fate> fates(1 + random() % 8);
    for (auto& fate : fates) {
      if (random() % 4 == 0) fate.verdict = Verdict::refused;
      if (random() % 4 == 0) fate.deaths = static_cast<int>(1 + random() % 2);
    }
    std::vector<int> seats(1 + random() % 4);
    for (auto& device : seats) device = static_cast<int>(random() % 4) - 1;
    Outcome expected = Outcome::done;
    std::size_t first = 0;
    for (; first < fates.size() && expected == Outcome::done; ++first) {
      if (fates[first].deaths == 2)
        expected = Outcome::lost;
      else if (fates[first].verdict == Verdict::refused)
        expected = Outcome::refused;
    }
    for (int order = 0; order < 4; ++order) {
      auto const schedule = run_to_the_end(fates, seats, random);
      ASSERT_EQ(schedule.outcome(), expected) << k;
      if (expected == Outcome::done) continue;
      ASSERT_EQ(schedule.failed_group() + 1, first) << k;
    }
  }
}

}  // namespace
}  // namespace hapmill::test
