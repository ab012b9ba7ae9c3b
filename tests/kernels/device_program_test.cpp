// Runs the program itself on devices that environment variables describe: see
// host_cuda/environment.cpp.
#include "support/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace hapmill::test {
namespace {

using Json = nlohmann::json;

class DeviceProgram : public ProgramTest {
 protected:
  using Variables = std::vector<std::pair<std::string, std::string>>;

  void SetUp() override {
    ASSERT_EQ(run({"generate", "--rows", "600", "--variant-rate", "0.5", "-o", "m.tsv"}).exit_code,
              0);
    ASSERT_EQ(run({"convert", "m.tsv", "-q", "-o", "cpu.tsv", "--device", "cpu"}).exit_code, 0);
    table_ = read("cpu.tsv");
  }

  Finished run_on(Variables const& machine, Arguments arguments, Launch start = {}) const {
    for (auto const& [name, value] : machine) {
      ::setenv(("HOST_CUDA_" + name).c_str(), value.c_str(), 1);
    }
    auto finished = run(std::move(arguments), std::move(start));
    for (auto const& [name, value] : machine) ::unsetenv(("HOST_CUDA_" + name).c_str());
    return finished;
  }

  /// Converts to standard output and writes a report.
  Finished convert_on(Variables const& machine, Arguments arguments) const {
    arguments.insert(arguments.begin(), {"convert", "m.tsv", "--report", "r.json"});
    arguments.insert(arguments.end(), {"--chunk-size", "2K"});
    return run_on(machine, std::move(arguments));
  }

  std::string backend_of_report() const { return Json::parse(read("r.json"))["backend"]; }

  std::string table_;
};

TEST_F(DeviceProgram, MakesTheSameTableOnEveryDevice) {
  for (auto const& [device, name] :
       std::vector<std::pair<std::string, std::string>>{{"cpu", "cpu ("},
                                                        {"auto", "cuda:0 (host 0)"},
                                                        {"cuda", "cuda:0 (host 0)"},
                                                        {"cuda:1", "cuda:1 (host 1)"}}) {
    auto const finished = convert_on({{"DEVICES", "2"}}, {"--device", device});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(finished.output, table_);
    EXPECT_TRUE(backend_of_report().starts_with(name)) << backend_of_report();
    EXPECT_NE(finished.error.find(name), std::string::npos) << "the summary tells it too";
  }
}

TEST_F(DeviceProgram, ChoosesItsOwnChunkSizes) {
  auto const finished = run({"convert", "m.tsv", "--device", "cuda"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(finished.output, table_);
}

TEST_F(DeviceProgram, FallsBackSilentlyWithoutADevice) {
  for (Variables const& machine :
       {Variables{{"COUNT_ERROR", "35"}, {"DRIVER", "0"}}, Variables{{"COUNT_ERROR", "100"}},
        Variables{{"COUNT_ERROR", "35"}, {"DRIVER", "12020"}}, Variables{{"DEVICES", "0"}},
        Variables{{"COUNT_ERROR", "46"}}}) {
    auto const finished = convert_on(machine, {"-q"});
    EXPECT_EQ(finished.exit_code, 0);
    EXPECT_EQ(finished.error, "");
    EXPECT_EQ(finished.output, table_);
    EXPECT_TRUE(backend_of_report().starts_with("cpu"));
  }
}

TEST_F(DeviceProgram, SaysWhyARequestedDeviceCannotBeUsed) {
  expect_error(convert_on({{"COUNT_ERROR", "35"}, {"DRIVER", "0"}}, {"--device", "cuda"}), 6,
               {"--device cuda", "no NVIDIA driver"});
  expect_error(convert_on({{"COUNT_ERROR", "35"}, {"DRIVER", "12020"}}, {"--device", "cuda:0"}), 6,
               {"--device cuda:0", "supports CUDA up to 12.2", "needs CUDA 13.0", "update"});
  expect_error(convert_on({{"COUNT_ERROR", "100"}}, {"--device", "cuda"}), 6, {"no CUDA device"});
  expect_error(convert_on({{"COUNT_ERROR", "46"}}, {"--device", "cuda"}), 6,
               {"cudaErrorDevicesUnavailable"});
  expect_error(convert_on({}, {"--device", "cuda:1"}), 6, {"--device cuda:1", "only cuda:0"});
  expect_error(convert_on({{"DEVICES", "3"}}, {"--device", "cuda:3"}), 6, {"cuda:0 to cuda:2"});
}

TEST_F(DeviceProgram, ContinuesOnTheCpuAndSaysSo) {
  for (std::string const fault : {"launch:30", "copy:61:lost", "synchronize:9:lost"}) {
    auto const finished = convert_on({{"FAIL", fault}}, {"-q"});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(finished.output, table_);
    EXPECT_TRUE(finished.error.starts_with("hapmill: cuda:0 is lost: ")) << finished.error;
    EXPECT_TRUE(finished.error.ends_with("going on with the CPU\n")) << finished.error;
    EXPECT_NE(backend_of_report().find("cuda:0 (host 0) for "), std::string::npos);
    EXPECT_NE(backend_of_report().find(", then cpu ("), std::string::npos);
  }
  auto const finished = convert_on({{"MEMORY", "1000"}}, {"-q"});
  EXPECT_EQ(finished.output, table_);
  EXPECT_TRUE(finished.error.starts_with("hapmill: cuda:0 cannot be used: ")) << finished.error;
}

TEST_F(DeviceProgram, LeavesNoOutputIfARequestedDeviceIsLost) {
  auto const before = names();
  expect_error(convert_on({{"FAIL", "launch:30:lost"}}, {"--device", "cuda", "-o", "t.tsv"}), 6,
               {"cuda:0 is lost", "cudaErrorLaunchFailure", "--device auto"});
  expect_error(convert_on({{"FAIL", "allocate:3"}}, {"--device", "cuda", "-o", "t.tsv"}), 6,
               {"cuda:0 cannot be used", "--device auto"});
  EXPECT_EQ(names(), before);
}

TEST_F(DeviceProgram, ConvertsAStreamIfRequested) {
  std::string text = read("m.tsv").substr(0, 60'000);
  text.resize(text.rfind('\n') + 1);
  for (std::string const device : {"auto", "cuda"}) {
    auto const pipe = make_filled_pipe(text);
    Launch start;
    start.input = pipe.number();
    auto const finished = run_on(
        {}, {"convert", "-", "-o", "s.tsv", "--device", device, "--chunk-size", "2K"}, start);
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(finished.error.find("cuda:0") == std::string::npos, device == "auto")
        << finished.error;
    EXPECT_EQ(table_.substr(0, read("s.tsv").size()), read("s.tsv"));
    EXPECT_GT(read("s.tsv").size(), 5'000U);
  }
}

TEST_F(DeviceProgram, ReportsBadRowsLikeTheCpu) {
  std::string const rows = read("m.tsv");
  write("m.tsv", rows + "chr1\tx\tA\n");
  auto const on_cpu = run({"convert", "m.tsv", "--device", "cpu"});
  auto const on_device = run({"convert", "m.tsv", "--device", "cuda", "--chunk-size", "2K"});
  EXPECT_EQ(on_cpu.exit_code, 3);
  EXPECT_EQ(on_device.exit_code, 3);
  EXPECT_EQ(on_device.error, on_cpu.error);
  for (std::string const device : {"cpu", "cuda"}) {
    ASSERT_EQ(run({"convert", "m.tsv", "-o", device + ".t", "--device", device, "--on-bad-row",
                   "skip", "--rejects", device + ".rejects"})
                  .exit_code,
              0);
  }
  EXPECT_EQ(read("cuda.t"), read("cpu.t"));
  EXPECT_EQ(read("cuda.rejects"), read("cpu.rejects"));
  EXPECT_NE(read("cuda.rejects"), "");
}

/// Makes rows of two contigs with calls and qualities, some of them bad.
std::string rows_with_qualities() {
  std::string rows;
  for (int row = 0; row < 600; ++row) {
    rows += (row < 250 ? "c1\t" : "c2\t") + std::to_string(row + 1) + "\tA";
    for (int column = 0; column < 9; ++column) {
      rows += column == row % 7 ? "\tC\t" : "\tA\t";
      rows += std::to_string((row * 5 + column * 11) % 41);
    }
    if (row % 50 == 17) rows += "\t";
    if (row % 50 == 29) rows += "x";
    rows += row % 50 == 43 ? "\n\n" : "\n";
  }
  return rows;
}

TEST_F(DeviceProgram, RewritesRowsLikeTheCpu) {
  write("q.txt", rows_with_qualities());
  auto const convert = [&](std::string const& device, Variables const& machine) {
    auto const finished =
        run_on(machine, {"convert", "q.txt", "-o", device + ".vcf", "--ps", "--no-version",
                         "--device", device == "cpu" ? "cpu" : "auto", "--cell-columns",
                         "call,quality", "--min-quality", "20", "--on-bad-row", "skip", "--rejects",
                         device + ".rejects", "--chunk-size", "2K"});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    return finished.error;
  };
  convert("cpu", {});
  EXPECT_NE(read("cpu.rejects").find("\tquality\tc1\t30\tA\t"), std::string::npos);
  EXPECT_NE(read("cpu.rejects").find("\tfields\tc2\t268\tA\t"), std::string::npos);
  EXPECT_NE(convert("device", {}).find("cuda:0"), std::string::npos);
  // If the device is lost, the CPU converts the chunks that the device had.
  EXPECT_NE(convert("lost", {{"FAIL", "synchronize:9:lost"}}).find("then cpu"), std::string::npos);
  for (std::string const device : {"device", "lost"}) {
    EXPECT_EQ(read(device + ".vcf"), read("cpu.vcf"));
    EXPECT_EQ(read(device + ".rejects"), read("cpu.rejects"));
  }
}

TEST_F(DeviceProgram, RewritesAStream) {
  std::string const rows = rows_with_qualities();
  auto const convert = [&](std::string const& device) {
    auto const pipe = make_filled_pipe(rows);
    Launch start;
    start.input = pipe.number();
    auto const finished = run({"convert", "-", "--cell-columns", "call,quality", "-q",
                               "--on-bad-row", "skip", "--chunk-size", "2K", "--device", device},
                              start);
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    return finished.output;
  };
  auto const expected = convert("cpu");
  EXPECT_GT(expected.size(), 5'000U);
  EXPECT_EQ(convert("cuda"), expected);
}

TEST_F(DeviceProgram, RespectsTheLimitOfDeviceMemory) {
  auto const refused = convert_on({}, {"--device-memory", "1K"});
  expect_error(refused, 2, {"--device-memory", "haplotype columns need at least "});
  auto const begin = refused.error.find("at least ") + 9;
  std::string const least =
      refused.error.substr(begin, refused.error.find_first_of(" \n", begin) - begin);
  auto const finished = convert_on({}, {"--device", "cuda", "--device-memory", least});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(finished.output, table_);
}

TEST_F(DeviceProgram, ListsDevices) {
  auto const text = run_on({{"DEVICES", "2"}, {"MEMORY", "900000000"}}, {"devices"});
  EXPECT_EQ(text.exit_code, 0);
  for (char const* part : {"cuda:0  host 0, compute capability 9.0, 900 MB of memory, 900 MB free",
                           "cuda:1  host 1", "to the device", "both at once"}) {
    EXPECT_NE(text.output.find(part), std::string::npos) << text.output;
  }
  auto const list = Json::parse(run_on({{"DEVICES", "2"}}, {"devices", "--json"}).output);
  EXPECT_TRUE(list["problem"].is_null());
  ASSERT_EQ(list["devices"].size(), 2U);
  auto const& device = list["devices"][1];
  EXPECT_EQ(device["device"], "cuda:1");
  EXPECT_EQ(device["name"], "host 1");
  EXPECT_EQ(device["compute_capability"], "9.0");
  EXPECT_EQ(device["memory"]["total"], 1U << 30);
  for (char const* way : {"to_device", "to_host", "both"}) {
    EXPECT_GT(device["copies"][way].get<double>(), 0) << way;
  }
  EXPECT_TRUE(device["problem"].is_null());
}

TEST_F(DeviceProgram, ListsDevicesThatFailAndSaysIfThereIsNone) {
  auto const failing = run_on({{"FAIL", "copy:3"}}, {"devices"});
  EXPECT_EQ(failing.exit_code, 0);
  EXPECT_NE(failing.output.find("cannot be used: CUDA: "), std::string::npos) << failing.output;
  auto const none = run_on({{"COUNT_ERROR", "35"}, {"DRIVER", "0"}}, {"devices"});
  EXPECT_EQ(none.exit_code, 0);
  EXPECT_EQ(none.output,
            "No CUDA device can be used: there is no NVIDIA driver on this machine.\n");
  auto const json = run_on({{"COUNT_ERROR", "100"}}, {"devices", "--json"});
  EXPECT_EQ(json.exit_code, 0);
  EXPECT_EQ(
      Json::parse(json.output),
      Json({{"devices", Json::array()}, {"problem", "there is no CUDA device on this machine"}}));
}

}  // namespace
}  // namespace hapmill::test
