#include "support/task_pool.hpp"

#include "support/random.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <functional>
#include <latch>
#include <memory>

namespace hapmill::test {
namespace {

class FunctionTask final : public Task {
 public:
  explicit FunctionTask(std::function<void(std::size_t)> function)
      : function_{std::move(function)} {}
  void run(std::size_t worker) noexcept override { function_(worker); }

 private:
  std::function<void(std::size_t)> function_;
};

TEST(TaskPool, WithOneThreadRunsTasksInOrderWhileTheCallerWaits) {
  TaskPool pool{1};
  EXPECT_EQ(pool.thread_count(), 1U);
  std::string order;
  FunctionTask a{[&](std::size_t worker) { order += 'a' + std::to_string(worker); }};
  FunctionTask b{[&](std::size_t) { order += 'b'; }};
  FunctionTask c{[&](std::size_t) { order += 'c'; }};
  for (FunctionTask* const task : {&a, &b, &c}) pool.submit(*task);
  EXPECT_EQ(order, "");
  pool.wait(b);
  EXPECT_EQ(order, "a0b");
  pool.submit(a);
  pool.wait(a);
  EXPECT_EQ(order, "a0bca0");
  pool.wait(a);  // nothing to wait for
}

TEST(TaskPool, RunsAsManyTasksAtOnceAsItHasThreads) {
  for (std::size_t const thread_count : {2U, 5U}) {
    TaskPool pool{thread_count};
    std::latch all_run{static_cast<std::ptrdiff_t>(thread_count)};
    std::deque<FunctionTask> tasks;
    for (std::size_t k = 0; k < thread_count; ++k) {
      tasks.emplace_back([&](std::size_t) { all_run.arrive_and_wait(); });
    }
    for (auto& task : tasks) pool.submit(task);
    for (auto& task : tasks) pool.wait(task);
  }
}

TEST(TaskPool, RunsEachTaskOncePerSubmitAndNoTwoAsOneWorker) {
  constexpr std::size_t thread_count = 4;
  TaskPool pool{thread_count};
  std::atomic<int> runs_of_worker[thread_count] = {};
  std::atomic<int> faults = 0;
  std::vector<int> runs(20);
  std::deque<FunctionTask> tasks;
  for (std::size_t k = 0; k < runs.size(); ++k) {
    tasks.emplace_back([&, k](std::size_t worker) {
      if (worker >= thread_count || runs_of_worker[worker].fetch_add(1) != 0) ++faults;
      ++runs[k];
      --runs_of_worker[worker];
    });
  }
  Random random{1};
  for (int round = 1; round <= 500; ++round) {
    for (auto& task : tasks) pool.submit(task);
    std::vector<std::size_t> order;
    for (std::size_t k = 0; k < tasks.size(); ++k) order.push_back(k);
    random.shuffle(order);
    for (std::size_t const k : order) pool.wait(tasks[k]);
    EXPECT_EQ(runs, std::vector<int>(runs.size(), round));
  }
  EXPECT_EQ(faults, 0);
}

TEST(TaskPool, DoesNotRunWithdrawnTasks) {
  TaskPool pool{1};
  std::string order;
  std::deque<FunctionTask> tasks;
  for (char const name : {'a', 'b', 'c', 'd'}) {
    tasks.emplace_back([&order, name](std::size_t) { order += name; });
  }
  for (auto& task : tasks) pool.submit(task);
  pool.withdraw(tasks[3]);
  pool.withdraw(tasks[1]);
  pool.withdraw(tasks[0]);
  pool.submit(tasks[1]);
  pool.wait(tasks[1]);
  EXPECT_EQ(order, "cb");
  pool.withdraw(tasks[1]);  // already done
}

TEST(TaskPool, WithdrawWaitsForATaskThatRuns) {
  TaskPool pool{2};
  std::atomic<bool> has_begun = false;
  bool is_done = false;
  FunctionTask task{[&](std::size_t) {
    has_begun = true;
    std::this_thread::yield();
    is_done = true;
  }};
  pool.submit(task);
  while (!has_begun) std::this_thread::yield();
  pool.withdraw(task);
  EXPECT_TRUE(is_done);
}

TEST(TaskPool, EndsWithTasksWithdrawnAtAnyTime) {
  Random random{2};
  for (int round = 0; round < 100; ++round) {
    std::atomic<int> runs = 0;
    TaskPool pool{random.between(1, 4)};
    std::deque<FunctionTask> tasks;
    for (int k = 0; k < 8; ++k) tasks.emplace_back([&](std::size_t) { ++runs; });
    for (auto& task : tasks) pool.submit(task);
    if (random.one_in(2)) pool.wait(tasks[random.below(tasks.size())]);
    for (auto& task : tasks) pool.withdraw(task);
    EXPECT_LE(runs, 8);
  }
}

}  // namespace
}  // namespace hapmill::test
