// Runs bench/gpu_check.sh and bench/plot_gpu without a GPU: scripts replace the tools of a machine
// with a GPU, and the benchmark runs on the host.
#include "support/temporary_folder.hpp"
#include "tests/folders.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace hapmill::test {
namespace {

namespace fs = std::filesystem;

std::string read_text(fs::path const& path) {
  std::ifstream const file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The numbers of workers, the last of them two that share one device.
void expect_ways_of_workers(nlohmann::json const& ways) {
  ASSERT_GE(ways.size(), 4U);
  unsigned workers = 1;
  for (std::size_t k = 0; k + 3 < ways.size(); ++k, workers *= 2) {
    EXPECT_EQ(ways[k]["device"], "cpu");
    EXPECT_EQ(ways[k]["workers"], workers);
    EXPECT_EQ(ways[k]["threads"], workers);
    EXPECT_GT(ways[k]["times_as_fast"], 0);
  }
  EXPECT_EQ(ways[0]["times_as_fast"], 1);
  auto const& one_process = ways[ways.size() - 3];
  EXPECT_EQ(one_process["workers"], 1);
  EXPECT_EQ(one_process["threads"], workers / 2);
  auto const& card = ways[ways.size() - 2];
  EXPECT_EQ(card["device"], "cuda");
  EXPECT_EQ(card["times_as_fast"], 1);
  EXPECT_EQ(ways.back()["device"], "cuda");
  EXPECT_EQ(ways.back()["workers"], 2);
}

class GpuCheck : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(tools_);
    fs::create_directories(programs_);
    write_tool("nvidia-smi", R"([ "$1" = -L ] && echo 'GPU 0: No "real" card' || echo fake)");
    write_tool("compute-sanitizer",
               "[ \"$2\" = racecheck ] && { echo '==== Device not supported'; exit 1; }\nexit 0");
    write_program("hapmill", "exec " HAPMILL_BINARY " \"$@\"");
    write_program("hapmill_device_tests", "echo '[       OK ] A.B (1 ms)'");
    // The host is slower than a device.
    write_program("hapmill_gpu_bench", "exec " HAPMILL_GPU_BENCH
                                       " --copy-bytes 100000 --text-bytes 20000 --runs 1 "
                                       "--matrix-bytes 30000 \"$@\"");
  }

  /// Runs the script and returns its exit status; said() is its output.
  int check(std::string const& arguments, std::string const& environment = {}) {
    std::string const command = environment + " PATH=" + tools_.string() + ":$PATH " +
                                HAPMILL_SOURCE_DIR "/bench/gpu_check.sh --report " +
                                report_.string() + " --work " + folder_.path().string() + " " +
                                arguments + " >" + folder_.file("said") + " 2>&1";
    int const status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  int check_programs() { return check("--bin " + programs_.string()); }

  std::string said() const { return read_text(folder_.file("said")); }

  void write_tool(std::string const& name, std::string const& script) {
    write_script(tools_ / name, script);
  }
  void write_program(std::string const& name, std::string const& script) {
    write_script(programs_ / name, script);
  }

  TemporaryFolder folder_;
  fs::path tools_ = folder_.file("tools");
  fs::path programs_ = folder_.file("programs");
  fs::path report_ = folder_.file("report.json");

 private:
  static void write_script(fs::path const& path, std::string const& script) {
    write_text(path, "#!/bin/sh\n" + script + "\n");
    fs::permissions(path, fs::perms::owner_all);
  }
};

TEST_F(GpuCheck, SaysThatThereIsNoDevice) {
  if (fs::exists("/dev/nvidia0")) GTEST_SKIP() << "there is a card";
  write_tool("nvidia-smi", "exit 9");
  EXPECT_EQ(check_programs(), 3);
  EXPECT_NE(said().find("there is no NVIDIA card on this machine"), std::string::npos) << said();
  EXPECT_FALSE(fs::exists(report_));
}

TEST_F(GpuCheck, ListsItsStepsInADryRun) {
  EXPECT_EQ(check("--dry-run --bin " + programs_.string()), 0);
  EXPECT_NE(said().find("programs: " + programs_.string()), std::string::npos) << said();
  EXPECT_NE(said().find("card: there"), std::string::npos) << said();
  EXPECT_EQ(check("--bin /nowhere"), 2);
  EXPECT_EQ(check("--no-such-option"), 2);
}

TEST_F(GpuCheck, WritesAReportOfAllThatItRan) {
  ASSERT_EQ(check_programs(), 0) << said();
  auto const report = nlohmann::json::parse(read_text(report_));
  auto const& facts = report["facts"];
  EXPECT_EQ(facts["device tests"], "passed: 1 tests");
  EXPECT_EQ(facts["memcheck"], "passed");
  EXPECT_EQ(facts["racecheck"], "not run: Device not supported");
  EXPECT_EQ(facts["card"], "fake");
  EXPECT_EQ(facts.count("program"), 0U);
  EXPECT_EQ(report["stages"].size(), 6U);
  for (auto const& stage : report["stages"]) {
    EXPECT_GT(stage["records"], 0);
    EXPECT_GT(stage["share_of_slower_copy"], 0);
  }
  ASSERT_EQ(report["workers"].size(), 1U);
  expect_ways_of_workers(report["workers"][0]["ways"]);
}

TEST_F(GpuCheck, FailsIfADeviceTestFails) {
  write_program("hapmill_device_tests", "echo 'bad news'; exit 1");
  EXPECT_EQ(check_programs(), 1);
  EXPECT_NE(said().find("bad news"), std::string::npos) << said();
  EXPECT_FALSE(fs::exists(report_));
  write_program("hapmill_device_tests", "echo '[  SKIPPED ] A.B (0 ms)'");
  EXPECT_EQ(check_programs(), 1);
}

TEST_F(GpuCheck, FailsIfTheSanitizerFindsAnErrorOrIsMissing) {
  write_program("hapmill", "echo nothing");
  write_tool("compute-sanitizer", "[ \"$2\" = memcheck ] && exit 99; exit 0");
  EXPECT_EQ(check_programs(), 1);
  auto const report = nlohmann::json::parse(read_text(report_));
  EXPECT_EQ(report["facts"]["memcheck"], "failed with status 99");
  fs::remove(tools_ / "compute-sanitizer");
  if (std::system("command -v compute-sanitizer >/dev/null") == 0) return;
  EXPECT_EQ(check_programs(), 1);
  EXPECT_NE(said().find("the tool is missing"), std::string::npos) << said();
}

TEST_F(GpuCheck, DoesNotMeasureAProgramWithoutDevices) {
  write_program("hapmill", "echo nothing");
  ASSERT_EQ(check_programs(), 0) << said();
  auto const report = nlohmann::json::parse(read_text(report_));
  EXPECT_EQ(report["facts"]["program"], "not run: hapmill has no option --device");
  EXPECT_TRUE(report["program"].empty());
  EXPECT_TRUE(report["workers"].empty());
}

TEST_F(GpuCheck, FailsIfWorkersMakeADifferentTable) {
  write_program("hapmill",
                "case \"$*\" in *'--devices 0,0'*) set -- \"$@\" --pi-prefix x ;; esac\n"
                "exec " HAPMILL_BINARY " \"$@\"");
  EXPECT_EQ(check_programs(), 1);
  EXPECT_NE(said().find("the table of 2 workers on cuda is not that of one process"),
            std::string::npos)
      << said();
}

TEST_F(GpuCheck, MakesATableOfAReport) {
  ASSERT_EQ(std::system("command -v python3 >/dev/null 2>&1"), 0) << "./dev setup installs it";
  ASSERT_EQ(check_programs(), 0) << said();
  auto report = nlohmann::json::parse(read_text(report_));
  ASSERT_EQ(report["program"].size(), 2U);
  auto& narrow = report["program"][0];
  EXPECT_EQ(narrow["shape"], "narrow");
  auto& on_device = narrow["ways"][0];
  EXPECT_EQ(on_device["device"], "cuda");
  // The figures are known.
  narrow["in_bytes"] = 8'000'000'000;
  on_device["seconds"] = {{"median", 0.5}, {"min", 0.25}, {"max", 1.0}};
  on_device["share_of_ceiling"] = 0.4;
  on_device["share_of_ceiling_after_start"] = 0.9;
  auto& shared_card = report["workers"][0]["ways"].back();
  report["workers"][0]["in_bytes"] = 2'000'000'000;
  shared_card["threads"] = 16;
  shared_card["seconds"] = {{"median", 0.5}, {"min", 0.25}, {"max", 1.0}};
  shared_card["times_as_fast"] = 1.5;
  auto& stages = report["stages"][0];
  stages["in_bytes"] = 6'000'000;
  stages["seconds"]["filter"] = {{"median", 0.002}, {"min", 0.001}, {"max", 0.003}};
  report["ceilings_bytes_per_second"]["device_copy"]["median"] = 60e9;
  write_text(report_, report.dump());
  std::string const command = "python3 " HAPMILL_SOURCE_DIR "/bench/plot_gpu " + report_.string() +
                              " >" + folder_.file("table");
  ASSERT_EQ(std::system(command.c_str()), 0);
  std::string const table = read_text(folder_.file("table"));
  EXPECT_NE(table.find("| narrow, 8.0 GB | cuda | /dev/null | 0.50 (0.25–1.00) | 16.0 | 0.40 | "
                       "0.90 |"),
            std::string::npos)
      << table;
  // A copy inside device memory reads and writes each byte, so its rate is half of the bandwidth.
  EXPECT_NE(table.find("| filter | cuda | narrow | 3.00 (2.00-6.00) | 0.100 |"), std::string::npos)
      << table;
  EXPECT_NE(table.find("cpu, threads 1"), std::string::npos) << table;
  EXPECT_NE(table.find("| narrow, 2.0 GB | cuda | 2 | 16 | 0.50 (0.25–1.00) | 4.0 | 1.50 |"),
            std::string::npos)
      << table;
}

}  // namespace
}  // namespace hapmill::test
