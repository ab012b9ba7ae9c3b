// Tests --device with the program as it is built and on the machine as it is.
#include "convert/backend_choice.hpp"

#include "support/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace hapmill::test {
namespace {

using Json = nlohmann::json;

class DeviceOption : public ProgramTest {
 protected:
  void SetUp() override { write("m.tsv", small_matrix); }
};

TEST_F(DeviceOption, RefusesWordsThatNameNoDevice) {
  for (std::string const word :
       {"gpu", "", "cuda:", "cuda:x", "cuda:-1", "cuda:1x", "cuda1", "cuda:99999999999", "CUDA"}) {
    expect_error(run({"convert", "m.tsv", "--device=" + word}), 2,
                 {"--device " + word, "auto, cpu, cuda, cuda:N"});
  }
  expect_error(run({"convert", "m.tsv", "--device-memory", "x"}), 2, {"--device-memory x"});
}

TEST_F(DeviceOption, AutoAndCpuConvertEverywhereSilently) {
  for (std::string const device : {"auto", "cpu"}) {
    auto const finished = run({"convert", "m.tsv", "-q", "--device", device});
    EXPECT_EQ(finished.exit_code, 0);
    EXPECT_EQ(finished.error, "");
    EXPECT_EQ(finished.output, small_table);
  }
}

TEST_F(DeviceOption, CudaConvertsOrSaysWhyNot) {
  auto const listed = run({"devices", "--json"});
  ASSERT_EQ(listed.exit_code, 0) << listed.error;
  auto const devices = Json::parse(listed.output);
  auto const finished = run({"convert", "m.tsv", "--device", "cuda", "-o", "t.tsv"});
  if (devices["devices"].empty()) {
    std::string const problem = devices["problem"];
    expect_error(finished, 6, {"--device cuda: ", problem});
    EXPECT_FALSE(has("t.tsv"));
    EXPECT_EQ(run({"devices"}).output, "No CUDA device can be used: " + problem + ".\n");
  } else {
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(read("t.tsv"), small_table);
  }
  expect_error(run({"convert", "m.tsv", "--device", "cuda:100"}), 6, {"--device cuda:100: "});
}

TEST(DevicePays, OnlyIfTheCpuTakesLonger) {
  cu::DeviceCosts const costs{.start_seconds = 1,
                              .device_bytes_per_second = 10e9,
                              .cpu_thread_bytes_per_second = 1e9,
                              .host_bytes = 0};
  // One thread takes 2 s for 2 GB, the device 1.2 s.
  EXPECT_TRUE(device_pays(costs, 2'000'000'000, 1));
  EXPECT_FALSE(device_pays(costs, 2'000'000'000, 2));
  EXPECT_TRUE(device_pays(costs, 10'000'000'000, 2));
  EXPECT_FALSE(device_pays(costs, 1'000'000'000, 1));
  EXPECT_FALSE(device_pays(costs, 0, 1));
  EXPECT_FALSE(device_pays(costs, 1'000'000'000'000'000, 10)) << "ten threads are as fast";
}

}  // namespace
}  // namespace hapmill::test
