#include "workers/worker_choice.hpp"

#include <gtest/gtest.h>

#include "hapmill/support/errors.hpp"

namespace hapmill::test {
namespace {

TEST(WorkerChoice, IsOneByDefault) {
  ConvertOptions options;
  options.threads = 4;
  EXPECT_EQ(choose_workers(options, 1'000).worker_count(), 1U);
  options.workers = "3";
  EXPECT_EQ(choose_workers(options, 1'000).worker_count(), 3U);
  options.workers = "auto";
  EXPECT_EQ(choose_workers(options, 1'000).worker_count(), 1U) << "no device, or none that pays";
  for (char const* count : {"0", "-1", "1.5", "", "many", "1025"}) {
    options.workers = count;
    EXPECT_THROW(choose_workers(options, 1'000), UsageError) << count;
  }
}

TEST(WorkerChoice, SharesThreadsAmongWorkers) {
  WorkerChoice choice;
  choice.seat_devices = {0, 1, 2};
  choice.thread_count = 8;
  EXPECT_EQ(choice.threads_of(0), 3U);
  EXPECT_EQ(choice.threads_of(1), 3U);
  EXPECT_EQ(choice.threads_of(2), 2U);
  EXPECT_EQ(choice.threads_of(0, 2), 4U) << "for two groups only";
  EXPECT_EQ(choice.threads_of(2, 2), 4U) << "the second try of one of them";
  EXPECT_EQ(choice.threads_of(0, 9), 3U);
  EXPECT_EQ(choice.threads_of(0, 0), 8U);
  choice.thread_count = 2;
  for (std::size_t seat = 0; seat < 3; ++seat) EXPECT_EQ(choice.threads_of(seat), 1U);
}

}  // namespace
}  // namespace hapmill::test
