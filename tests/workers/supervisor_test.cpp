#include "workers/supervisor.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "support/program.hpp"

namespace hapmill::test {
namespace {

using Outcome = GroupSchedule::Outcome;

/// Tests with shell scripts as workers. `$1` is the group, `$2` the device, `$3` the number of
/// starts.
class SupervisorTest : public testing::Test {
 protected:
  Supervision run(std::string const& script, std::size_t group_count, std::vector<int> seats,
                  ProgressStyle style = ProgressStyle::none) {
    std::vector<SupervisedGroup> groups(group_count);
    for (std::size_t g = 0; g < group_count; ++g) {
      groups[g].contigs = "chr" + std::to_string(g);
      groups[g].bytes = 100;
      groups[g].is_complete = complete_ == g;
    }
    std::vector<int> starts(group_count);
    WorkerTeam const team{
        std::move(seats),
        [&](GroupSchedule::Start const& start) {
          return WorkerLaunch{"/bin/sh",
                              {"-c", script, "worker", std::to_string(start.group),
                               std::to_string(start.device), std::to_string(++starts[start.group])},
                              {{"FOLDER", folder_.path().string()}}};
        },
        [](int device) { return device < 0 ? "cpu" : "cuda:" + std::to_string(device); }};
    testing::internal::CaptureStderr();
    Progress progress{style, 100 * group_count};
    auto const result = supervise(groups, team, progress);
    told_ = testing::internal::GetCapturedStderr();
    return result;
  }

  std::string read(std::string const& name) const { return read_text(folder_.path() / name); }

  TemporaryFolder folder_;
  std::string told_;
  std::size_t complete_ = ~std::size_t{0};
};

TEST_F(SupervisorTest, RunsEachMissingGroupOnce) {
  complete_ = 1;
  auto const result = run("echo $1 >> $FOLDER/log", 4, {-1, -1});
  EXPECT_EQ(result.outcome, Outcome::done);
  EXPECT_TRUE(result.missing.empty());
  auto log = read("log");
  std::sort(log.begin(), log.end());
  EXPECT_EQ(log, "\n\n\n023");
  EXPECT_EQ(told_, "");
}

TEST_F(SupervisorTest, TriesAGroupOnceMoreOnAnotherDeviceAndSaysSo) {
  auto const result =
      run("test $1$3 = 01 && { echo 'hapmill: error: cuda:0 is lost: broken' >&2; exit 6; }; "
          "echo $1 on $2 >> $FOLDER/log",
          2, {0, 1});
  EXPECT_EQ(result.outcome, Outcome::done);
  EXPECT_NE(read("log").find("0 on 1\n"), std::string::npos);
  EXPECT_EQ(told_,
            "hapmill: the worker of chr0 on cuda:0 ended: cuda:0 is lost: broken\n"
            "hapmill: chr0 once more, on cuda:1\n");
}

TEST_F(SupervisorTest, ReportsTheSignalThatKilledAWorker) {
  auto const result = run("test $3 = 1 && kill -9 $$; true", 1, {0});
  EXPECT_EQ(result.outcome, Outcome::done);
  EXPECT_EQ(told_,
            "hapmill: the worker of chr0 on cuda:0 was killed by signal 9 (Killed)\n"
            "hapmill: chr0 once more, on cpu\n");
}

TEST_F(SupervisorTest, LosesAGroupThatDiesTwiceAndKeepsTheOthers) {
  auto const result = run("test $1 = 1 && exit 1; true", 3, {-1});
  EXPECT_EQ(result.outcome, Outcome::lost);
  EXPECT_EQ(result.group, 1U);
  EXPECT_EQ(result.missing, std::vector<std::size_t>{1});
  EXPECT_EQ(result.words, "a worker ended with exit status 1");
}

TEST_F(SupervisorTest, ReportsTheErrorOfTheFirstGroupThatFailed) {
  auto const result =
      run("case $1 in 0) exit 0;; 1) sleep 0.2; echo 'hapmill: error: m.tsv:5: first' >&2;; "
          "2) echo 'hapmill: error: m.tsv:9: second' >&2;; *) exec sleep 60;; esac; exit 3",
          4, {-1, -1, -1, -1});
  EXPECT_EQ(result.outcome, Outcome::refused);
  EXPECT_EQ(result.group, 1U);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.words, "m.tsv:5: first");
  EXPECT_EQ(told_, "") << "who catches the error tells it";
}

TEST_F(SupervisorTest, StopsAllIfTheDiskIsFullOrThePlanBroken) {
  auto result = run("test $1 = 1 || exec sleep 60; echo 'hapmill: error: no room' >&2; exit 5", 3,
                    {-1, -1, -1});
  EXPECT_EQ(result.outcome, Outcome::unwritable);
  EXPECT_EQ(result.words, "no room");
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_EQ(result.missing.size(), 3U);
  result = run("test $1 = 1 || exec sleep 60; echo '{\"event\":\"broken-plan\"}' >&2; exit 3", 3,
               {-1, -1, -1});
  EXPECT_EQ(result.outcome, Outcome::broken_plan);
}

TEST_F(SupervisorTest, ForwardsMessagesAndSumsProgress) {
  std::string const script =
      "echo \"hapmill: words of $1\" >&2; "
      "echo '{\"seconds\":1,\"bytes\":40,\"bytes_total\":100,\"rows\":4,\"written\":2}' >&2; "
      "test $1 = 0 && exit 0; sleep 0.6; "
      "echo '{\"seconds\":1,\"bytes\":100,\"bytes_total\":100,\"rows\":9,\"written\":5}' >&2";
  auto const result = run(script, 2, {-1, -1}, ProgressStyle::json);
  EXPECT_EQ(result.outcome, Outcome::done);
  EXPECT_NE(told_.find("hapmill: words of 0\n"), std::string::npos) << told_;
  EXPECT_NE(told_.find("hapmill: words of 1\n"), std::string::npos) << told_;
  auto const begin = told_.rfind('{');
  ASSERT_NE(begin, std::string::npos) << told_;
  auto const last = nlohmann::json::parse(told_.substr(begin));
  EXPECT_EQ(last["bytes_total"], 200);
  EXPECT_EQ(last["bytes"], 200) << "of a group that is done, all";
  EXPECT_EQ(last["rows"], 13);
  EXPECT_EQ(last["written"], 7);
}

}  // namespace
}  // namespace hapmill::test
