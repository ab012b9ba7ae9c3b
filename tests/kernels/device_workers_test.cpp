// Runs workers on several devices that environment variables describe: see
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

using Variables = std::vector<std::pair<std::string, std::string>>;

class DeviceWorkers : public ProgramTest {
 protected:
  void SetUp() override {
    ASSERT_EQ(
        run({"generate", "--rows", "600", "--contigs", "4", "--variant-rate", "0.5", "-o", "m.tsv"})
            .exit_code,
        0);
    ASSERT_EQ(run({"convert", "m.tsv", "-q", "-o", "cpu.vcf.gz", "--device", "cpu"}).exit_code, 0);
    expected_ = read("cpu.vcf.gz");
    index_ = read("cpu.vcf.gz.csi");
  }

  /// Converts with workers and expects the file that the CPU makes.
  Finished convert_on(Variables const& machine, Arguments const& options) {
    auto const finished = try_on(machine, options);
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_TRUE(read("t.vcf.gz") == expected_);
    EXPECT_TRUE(read("t.vcf.gz.csi") == index_);
    report_ = read("r.json");
    return finished;
  }

  Finished try_on(Variables const& machine, Arguments const& options) const {
    for (auto const& [name, value] : machine) ::setenv(name.c_str(), value.c_str(), 1);
    Arguments arguments{"convert",  "m.tsv",  "-o",           "t.vcf.gz", "-q",
                        "--report", "r.json", "--chunk-size", "2K"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    auto finished = run(arguments);
    for (auto const& [name, value] : machine) ::unsetenv(name.c_str());
    return finished;
  }

  /// Returns the numbers of those of the first eight devices that the report names, as digits.
  std::string cards() const {
    std::string const backend = nlohmann::json::parse(report_)["backend"];
    std::string cards;
    for (int card = 0; card < 8; ++card) {
      if (backend.find("host " + std::to_string(card)) != std::string::npos) {
        cards += std::to_string(card);
      }
    }
    return cards;
  }

  bool tells_cpu() const { return report_.find("cpu (") != std::string::npos; }

  std::string expected_;
  std::string index_;
  std::string report_;
};

TEST_F(DeviceWorkers, ThereIsOneForEachDevice) {
  auto const finished = convert_on({{"HOST_CUDA_DEVICES", "3"}}, {"--workers", "auto"});
  EXPECT_EQ(finished.error, "");
  EXPECT_EQ(cards(), "012");
  convert_on({{"HOST_CUDA_DEVICES", "2"}}, {"--workers", "4", "--device", "cuda"});
  EXPECT_EQ(cards(), "01");
  convert_on({{"HOST_CUDA_DEVICES", "3"}}, {"--workers", "2", "--device", "cuda:1"});
  EXPECT_EQ(cards(), "1");
  for (char const* workers : {"auto", "2"}) {
    convert_on({{"HOST_CUDA_DEVICES", "2"}}, {"--workers", workers, "--device", "cpu"});
    EXPECT_EQ(cards(), "");
    convert_on({{"HOST_CUDA_DEVICES", "0"}}, {"--workers", workers});
    EXPECT_EQ(cards(), "");
  }
}

TEST_F(DeviceWorkers, UseTheNamedDevices) {
  convert_on({{"HOST_CUDA_DEVICES", "4"}}, {"--devices", "0,2"});
  EXPECT_EQ(cards(), "02");
  convert_on({{"HOST_CUDA_DEVICES", "4"}}, {"--devices", "3,3,1", "--workers", "2"});
  EXPECT_EQ(cards(), "3");
  convert_on({{"HOST_CUDA_DEVICES", "4"}}, {"--devices", "3,1", "--workers", "4"});
  EXPECT_EQ(cards(), "13");
  convert_on({{"HOST_CUDA_DEVICES", "4"}}, {"--devices", "2"});
  EXPECT_EQ(cards(), "2") << "one, in this process";
}

TEST_F(DeviceWorkers, ChooseAmongTheVisibleDevices) {
  Variables const machine{{"HOST_CUDA_DEVICES", "8"}, {"CUDA_VISIBLE_DEVICES", "5,2,7"}};
  convert_on(machine, {"--workers", "auto"});
  EXPECT_EQ(cards(), "257");
  convert_on(machine, {"--devices", "2,0"});
  EXPECT_EQ(cards(), "57");
  convert_on(machine, {"--devices", "1"});
  EXPECT_EQ(cards(), "2");
  expect_error(try_on(machine, {"--devices", "0,3"}), 6, {"--devices 0,3", "cuda:0 to cuda:2"});
  Variables const cut{{"HOST_CUDA_DEVICES", "8"}, {"CUDA_VISIBLE_DEVICES", "5,-1,7"}};
  expect_error(try_on(cut, {"--devices", "0,1"}), 6, {"--devices 0,1"});
}

TEST_F(DeviceWorkers, RefuseAbsentDevices) {
  expect_error(try_on({{"HOST_CUDA_DEVICES", "0"}}, {"--devices", "0,1"}), 6,
               {"--devices 0,1", "no CUDA device"});
  expect_error(try_on({{"HOST_CUDA_DEVICES", "2"}}, {"--devices", "0,x"}), 2, {"--devices 0,x"});
  expect_error(try_on({}, {"--devices", "0,0", "--device", "cpu"}), 2, {"--device ", "--devices"});
  expect_error(try_on({{"HOST_CUDA_DEVICES", "2"}}, {"--workers", "2", "--device", "cuda:2"}), 6,
               {"cuda:2"});
  expect_error(try_on({{"HOST_CUDA_DEVICES", "0"}}, {"--workers", "2", "--device", "cuda"}), 6,
               {"--device cuda", "no CUDA device"});
}

TEST_F(DeviceWorkers, ContinueOnAnotherDeviceIfOneIsLost) {
  for (std::string const fault : {"launch:30:lost", "copy:40", "allocate:2", "query:1:lost"}) {
    auto const finished = convert_on(
        {{"HOST_CUDA_DEVICES", "2"}, {"HOST_CUDA_FAIL", fault}, {"HOST_CUDA_FAIL_ON", "1"}},
        {"--devices", "0,1"});
    EXPECT_EQ(cards(), "0") << fault;
    EXPECT_FALSE(tells_cpu());
    EXPECT_NE(finished.error.find("on cuda:1 ended: "), std::string::npos) << finished.error;
    EXPECT_NE(finished.error.find("once more, on cuda:0"), std::string::npos) << finished.error;
  }
}

TEST_F(DeviceWorkers, ContinueOnTheCpuIfAllDevicesAreLost) {
  auto const finished = convert_on(
      {{"HOST_CUDA_DEVICES", "1"}, {"HOST_CUDA_FAIL", "launch:30:lost"}}, {"--devices", "0,0"});
  EXPECT_EQ(cards(), "");
  EXPECT_TRUE(tells_cpu());
  EXPECT_NE(finished.error.find("once more, on the CPU"), std::string::npos) << finished.error;
  EXPECT_FALSE(has("t.vcf.gz.parts"));
}

TEST_F(DeviceWorkers, ContinueOnTheCpuIfEachDeviceIsLost) {
  auto const finished = convert_on(
      {{"HOST_CUDA_DEVICES", "2"}, {"HOST_CUDA_FAIL", "launch:30:lost"}}, {"--devices", "0,1"});
  EXPECT_EQ(cards(), "");
  EXPECT_TRUE(tells_cpu());
  EXPECT_NE(finished.error.find("once more, on the CPU"), std::string::npos) << finished.error;
}

}  // namespace
}  // namespace hapmill::test
