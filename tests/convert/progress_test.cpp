#include "convert/progress.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <thread>

namespace hapmill::test {
namespace {

using namespace std::chrono_literals;

/// Returns what progress prints in a run with two updates, the second after the first wait.
std::string printed(ProgressStyle style, std::uint64_t input_bytes) {
  testing::internal::CaptureStderr();
  {
    Progress progress{style, input_bytes};
    progress.update(10, {.read = 1});
    std::this_thread::sleep_for(510ms);
    progress.update(500, {.read = 2'000, .written = 30});
    progress.finish(1'000, {.read = 4'000, .written = 60});
  }
  return testing::internal::GetCapturedStderr();
}

TEST(Progress, NoneIsSilent) { EXPECT_EQ(printed(ProgressStyle::none, 1'000), ""); }

TEST(Progress, LineShowsShareRateAndTimeLeftAndIsErased) {
  auto const text = printed(ProgressStyle::line, 1'000);
  EXPECT_EQ(text.find("\r500 B of 1.0 kB (50 %), 2,000 rows, 30 sites written, "), 0U) << text;
  EXPECT_NE(text.find(" s left\x1B[K"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("\r\x1B[K")) << text;
}

TEST(Progress, LineOfAStreamShowsNoShare) {
  auto const text = printed(ProgressStyle::line, 0);
  EXPECT_EQ(text.find("\r500 B, 2,000 rows, 30 sites written, "), 0U) << text;
  EXPECT_EQ(text.find("left"), std::string::npos);
}

TEST(Progress, JsonIsOneObjectPerLineAndEndsWithDone) {
  auto const text = printed(ProgressStyle::json, 1'000);
  auto const split = text.find('\n');
  auto const first = nlohmann::json::parse(text.substr(0, split));
  EXPECT_EQ(first["bytes"], 500);
  EXPECT_EQ(first["bytes_total"], 1'000);
  EXPECT_EQ(first["rows"], 2'000);
  EXPECT_EQ(first["written"], 30);
  EXPECT_EQ(first["done"], false);
  EXPECT_GE(first["seconds"], 0.5);
  auto const last = nlohmann::json::parse(text.substr(split + 1));
  EXPECT_EQ(last["bytes"], 1'000);
  EXPECT_EQ(last["written"], 60);
  EXPECT_EQ(last["done"], true);
}

}  // namespace
}  // namespace hapmill::test
