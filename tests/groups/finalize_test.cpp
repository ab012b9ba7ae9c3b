// Tests joins that fail and are repeated.
#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>

namespace hapmill::test {
namespace {

namespace fs = std::filesystem;

class Finalize : public ProgramTest {
 protected:
  void SetUp() override {
    ASSERT_EQ(run({"generate", "--rows", "3000", "--columns", "8", "-o", "m.tsv"}).exit_code, 0);
    ASSERT_EQ(run({"convert", "-q", "m.tsv", "-o", "whole.vcf.gz"}).exit_code, 0);
    auto const planned = run({"plan", "m.tsv", "-o", "t.vcf.gz", "--groups", "3", "--json"});
    ASSERT_EQ(planned.exit_code, 0) << planned.error;
    write("plan.json", planned.output);
    for (char const* group : {"0", "1", "2"}) convert(group);
  }

  void convert(std::string const& group) const {
    auto const finished = run({"convert", "-q", "--plan", "plan.json", "--group", group});
    ASSERT_EQ(finished.exit_code, 0) << finished.error;
  }

  Finished finalize(Launch launch = {}) const { return run({"finalize", "plan.json"}, launch); }

  void expect_joined() const {
    auto const finished = finalize();
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    expect_output();
    EXPECT_FALSE(has("t.vcf.gz.parts"));
  }

  void expect_output() const {
    EXPECT_TRUE(read("t.vcf.gz") == read("whole.vcf.gz"));
    EXPECT_TRUE(read("t.vcf.gz.csi") == read("whole.vcf.gz.csi"));
  }

  std::string part(std::string const& name) const { return "t.vcf.gz.parts/" + name; }

  std::string joining() const {
    auto boot = read_text("/proc/sys/kernel/random/boot_id");
    boot.pop_back();
    return part("joining-" + boot);
  }
};

TEST_F(Finalize, KeepsPartsOnRequest) {
  auto const finished = run({"finalize", "-q", "plan.json", "--keep-parts"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  expect_output();
  EXPECT_TRUE(has(part("group-00000.part")) && has(part("group-00002.json")));
  EXPECT_FALSE(has(joining()));
  fs::remove(file("t.vcf.gz"));
  expect_joined();
}

/// Simulates a finalize that was killed while it appended parts.
TEST_F(Finalize, ContinuesAfterOneThatWasKilled) {
  fs::rename(file(part("group-00000.part")), file(joining()));
  std::ofstream{file(joining()), std::ios::app} << "and some of the next part";
  expect_joined();
}

TEST_F(Finalize, KilledOnAnotherMachineNeedsTheFirstGroupAgain) {
  fs::rename(file(part("group-00000.part")),
             file(part("joining-01234567-89ab-cdef-0123-456789abcdef")));
  auto const finished = finalize();
  expect_error(finished, 3, {"group 0", "--group 0"});
  convert("0");
  expect_joined();
}

TEST_F(Finalize, OnAFullDiskKeepsEverythingForAnotherAttempt) {
  Launch little;
  little.largest_file = fs::file_size(file(part("group-00000.part"))) + 100;
  auto const finished = finalize(little);
  EXPECT_EQ(finished.exit_code, 5) << finished.error;
  EXPECT_NE(finished.error.find("cannot join the parts to "), std::string::npos) << finished.error;
  EXPECT_FALSE(has("t.vcf.gz"));
  EXPECT_FALSE(has(joining()));
  expect_joined();
}

TEST_F(Finalize, IsRefusedWhileTheOutputIsWritten) {
  auto const held = open_file(file(".t.vcf.gz.hapmill-part"), O_WRONLY | O_CREAT);
  ASSERT_EQ(::flock(held.number(), LOCK_EX), 0);
  expect_error(finalize(), 2, {"another hapmill is writing"});
  EXPECT_TRUE(has(part("group-00000.part")));
}

TEST_F(Finalize, ReplacesAnOlderOutputAndItsIndex) {
  write("t.vcf.gz", "old");
  write("t.vcf.gz.csi", "old");
  fs::permissions(file("t.vcf.gz"), fs::perms{0640});
  expect_joined();
  EXPECT_EQ(fs::status(file("t.vcf.gz")).permissions(), fs::perms{0640});
}

TEST_F(Finalize, RepeatedAfterSuccessSaysThatTheGroupsAreAbsent) {
  expect_joined();
  expect_error(finalize(), 3, {"--group 0 to 2", "3 of 3"});
  expect_output();
}

TEST_F(Finalize, AcceptsGroupsThatRanTwiceAtTheSameTime) {
  std::vector<std::unique_ptr<Process>> running;
  for (int k = 0; k < 6; ++k) {
    Launch start = launch({"convert", "-q", "--plan", "plan.json", "--group",
                           k % 2 == 0 ? "0" : "1", "--chunk-size", k < 3 ? "1K" : "64K"});
    running.push_back(std::make_unique<Process>(start));
  }
  for (auto const& process : running) EXPECT_EQ(process->wait().exit_code, 0);
  for (auto const& entry : fs::directory_iterator{file("t.vcf.gz.parts")}) {
    EXPECT_EQ(entry.path().string().find(".tmp"), std::string::npos) << entry.path();
  }
  expect_joined();
}

TEST_F(Finalize, LeavesNoTemporaryFileOfAStoppedGroup) {
  ASSERT_EQ(run({"generate", "--rows", "400000", "-o", "m.tsv"}).exit_code, 0);
  auto const planned = run({"plan", "m.tsv", "-o", "u.vcf.gz", "--json"});
  write("plan.json", planned.output);
  Process process{launch(
      {"convert", "--plan", "plan.json", "--group", "0", "--chunk-size", "1K", "--threads", "1"})};
  ASSERT_TRUE(comes_true([&] { return has("u.vcf.gz.parts") && process.catches(SIGTERM); }));
  process.send(SIGTERM);
  EXPECT_EQ(process.wait().exit_code, 143);
  EXPECT_TRUE(fs::is_empty(file("u.vcf.gz.parts")));
}

/// Bisection misses rows of chr1 after tiny contigs.
TEST_F(Finalize, IsNeverReachedWithAWrongPlan) {
  std::string text = "CHROM\tPOS\tREF\t1a\t1b\n";
  std::string const ref(3000, 'G');
  for (int k = 1; k <= 9'444; ++k) {
    if (k == 4'444) text += "tiny\t1\tA\tA\tT\n";
    text += "chr1\t" + std::to_string(k) + '\t' + ref + "\tA\tC\n";
  }
  write("m.tsv", text);
  auto const planned = run({"plan", "m.tsv", "-o", "u.tsv", "--json"});
  write("plan.json", planned.output);
  auto const finished = run({"convert", "--plan", "plan.json", "--group", "0"});
  expect_error(finished, 3, {"m.tsv: rows of a contig are not together", "--full-scan"});
  auto const told = run({"convert", "--plan", "plan.json", "--group", "0", "--progress", "json"});
  EXPECT_EQ(told.exit_code, 3);
  EXPECT_TRUE(told.error.find("{\"event\":\"broken-plan\"}\n") != std::string::npos) << told.error;
  auto const again =
      run({"plan", "m.tsv", "-o", "u.tsv", "--json", "--groups", "2", "--full-scan"});
  write("plan.json", again.output);
  convert("0");
  convert("1");
  EXPECT_EQ(finalize().exit_code, 0);
  EXPECT_TRUE(read("u.tsv") == run({"convert", "m.tsv", "-q"}).output);
}

}  // namespace
}  // namespace hapmill::test
