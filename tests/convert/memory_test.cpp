#include "support/program.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <algorithm>

#include "support/sanitizers.hpp"

namespace hapmill::test {
namespace {

using Json = nlohmann::json;

/// Tests that need a build without sanitizers, so that memory is as for a user.
class Memory : public ProgramTest {
 protected:
  void SetUp() override {
    run({"generate", "--rows", "16000", "--columns", "300", "--variant-rate", "1", "--contigs", "2",
         "--contig-prefix", "contig_of_a_long_name_", "-o", "m.tsv"});
  }

  /// Converts the matrix with these options and returns the output.
  std::string converted(Arguments arguments, std::string const& output) {
    arguments.insert(arguments.begin(), {"convert", "m.tsv", "-o", output, "--report", "r.json"});
    auto const finished = run(arguments);
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    peak_ = Json::parse(read("r.json"))["peak_memory"]["vm_hwm"];
    return read(output);
  }

  std::uint64_t peak_ = 0;  ///< the most bytes that the last run used
};

TEST_F(Memory, StaysBelowWhatMaxMemoryAllowsAndGivesTheSameOutput) {
  for (std::string const output : {"t.tsv", "t.tsv.gz"}) {
    constexpr std::uint64_t most = 32U << 20;
    Arguments const machine{"--threads", "4", "--chunk-size", "4M"};
    auto const large = converted(machine, output);
    std::uint64_t const before = peak_;
    Arguments limited = machine;
    limited.insert(limited.end(), {"--max-memory", "32M"});
    auto const small = converted(limited, output);
    EXPECT_EQ(small, large) << output;
    if (is_sanitized) continue;
    EXPECT_GT(before, most) << output;
    EXPECT_LT(peak_, most) << output;
  }
}

TEST_F(Memory, IsRefusedBeforeTheStartIfTooLittle) {
  expect_error(run({"convert", "m.tsv", "-o", "t.tsv", "--max-memory", "1M"}), 2,
               {"--max-memory", "1.0 MB", "one thread"});
  EXPECT_FALSE(has("t.tsv"));
  expect_error(run({"convert", "m.tsv", "-o", "t.tsv", "--max-memory", "lots"}), 2,
               {"--max-memory", "lots"});
}

TEST_F(Memory, IsLimitedForASortToo) {
  auto const sorted = converted({"--sort", "--threads", "1"}, "t.tsv");
  std::uint64_t const before = peak_;
  EXPECT_EQ(converted({"--sort", "--threads", "1", "--max-memory", "32M"}, "t.tsv"), sorted);
  if (is_sanitized) return;
  EXPECT_LT(peak_, 32U << 20);
  EXPECT_GT(before, 32U << 20);
}

TEST_F(Memory, IsProfiledThroughTheRun) {
  converted({"--memory-profile", "memory.csv"}, "t.tsv");
  auto const rows = read("memory.csv");
  EXPECT_TRUE(rows.starts_with("seconds,process,pid,rss,pss,uss,mem_available\n"));
  EXPECT_GE(std::count(rows.begin(), rows.end(), '\n'), 2);
  EXPECT_NE(rows.find(",hapmill,"), std::string::npos);

  auto const memory = Json::parse(read("r.json"))["memory"];
  EXPECT_GE(memory["samples"].get<std::uint64_t>(), 1U);
  ASSERT_EQ(memory["processes"].size(), 1U);
  auto const process = memory["processes"][0];
  EXPECT_EQ(process["name"], "hapmill");
  EXPECT_GT(process["peak_rss"].get<std::uint64_t>(), 0U);
  EXPECT_LE(process["peak_uss"].get<std::uint64_t>(), process["peak_rss"].get<std::uint64_t>());
  EXPECT_GT(memory["least_available"].get<std::uint64_t>(), 0U);
}

TEST_F(Memory, IsSharedByWorkersAndProfiled) {
  auto const whole = converted({"--threads", "2"}, "t.tsv");
  EXPECT_EQ(converted({"--threads", "2", "--chunk-size", "4M", "--workers", "2", "--max-memory",
                       "56M", "--memory-profile", "memory.csv"},
                      "t.tsv"),
            whole);
  auto const rows = read("memory.csv");
  EXPECT_NE(rows.find(",coordinator,"), std::string::npos);
  EXPECT_EQ(rows.find(",hapmill,"), std::string::npos) << "a worker wrote into it:\n" << rows;
  auto const memory = Json::parse(read("r.json"))["memory"];
  EXPECT_EQ(memory["processes"][0]["name"], "coordinator");
  if (is_sanitized) return;
  EXPECT_LT(peak_, 20U << 20);
  EXPECT_LT(memory["peak_pss"].get<std::uint64_t>(), 56U << 20);

  expect_error(run({"convert", "m.tsv", "-o", "u.tsv", "--workers", "2", "--max-memory", "20M"}), 2,
               {"--max-memory"});
  EXPECT_EQ(names(), (std::vector<std::string>{"m.tsv", "memory.csv", "r.json", "t.tsv"}));
}

TEST_F(Memory, TooLittleForWorkersIsReportedAsATotal) {
  Arguments arguments{"convert", "m.tsv", "-o", "u.tsv", "--workers", "2", "--max-memory", "1M"};
  auto const refused = run(arguments);
  expect_error(refused, 2, {"--max-memory 1.0 MB", "2 workers", "fewer --workers"});
  auto const at = refused.error.rfind("--max-memory ");
  auto const enough = std::stoul(refused.error.substr(at + 13));
  EXPECT_EQ(names(), (std::vector<std::string>{"m.tsv"}));
  arguments.back() = std::to_string(enough) + "M";
  EXPECT_EQ(run(arguments).exit_code, 0) << "as the message says";
  arguments.back() = std::to_string(enough - 4) + "M";
  expect_error(run(arguments), 2, {"2 workers"});
}

/// A worker does not refuse memory that the plan accepted.
TEST_F(Memory, ForManyShortContigsIsCheckedOnce) {
  std::string text = "CHROM\tPOS\tREF\t1a\t1b\n";
  for (int k = 0; k < 20'000; ++k) text += std::to_string(k) + "\t1\tA\tC\tA\n";
  write("many.tsv", text);
  auto const run_with = [&](int megabytes) {
    return run({"convert", "many.tsv", "-o", "u.tsv", "--workers", "2", "--threads", "8",
                "--max-memory", std::to_string(megabytes) + "M"});
  };
  for (int megabytes = 100; megabytes <= 240; megabytes += 20) {
    auto const finished = run_with(megabytes);
    if (finished.exit_code == 0) continue;
    EXPECT_LT(megabytes, 240) << finished.error;
    expect_error(finished, 2, {"2 workers may take more"});
  }
}

TEST_F(Memory, AProfileThatOverwritesTheMatrixIsRefused) {
  expect_error(run({"convert", "m.tsv", "-o", "t.tsv", "--memory-profile", "m.tsv"}), 2,
               {"--memory-profile", "overwrite"});
}

}  // namespace
}  // namespace hapmill::test
