#include "workers/visible_devices.hpp"

#include <gtest/gtest.h>

#include "hapmill/support/errors.hpp"

namespace hapmill::test {
namespace {

using Entries = std::vector<std::string>;

TEST(VisibleDevices, AreSplitAtCommas) {
  EXPECT_EQ(split_device_list("3, GPU-8f ,MIG-1/2"), (Entries{"3", "GPU-8f", "MIG-1/2"}));
  EXPECT_EQ(split_device_list(""), Entries{""});
}

TEST(VisibleDevices, AreChosenByNumberAndMayRepeat) {
  EXPECT_EQ(parse_devices("0,2,2"), (std::vector{0, 2, 2}));
  for (char const* list : {"", "0,", "a", "0 1", "-1", "GPU-1"}) {
    EXPECT_THROW(parse_devices(list), UsageError) << list;
  }
}

TEST(VisibleDevices, MustExist) {
  EXPECT_NO_THROW(check_devices({0, 2}, 3, "--devices 0,2"));
  for (auto const& [count, words] : std::vector<std::pair<std::size_t, std::string>>{
           {0, "no CUDA device"}, {1, "only cuda:0"}, {2, "cuda:0 to cuda:1"}}) {
    try {
      check_devices({0, 2}, count, "--devices 0,2");
      FAIL();
    } catch (Error const& error) {
      EXPECT_EQ(error.status(), ExitStatus::device);
      std::string const text = error.what();
      EXPECT_EQ(text.find("--devices 0,2: "), 0U) << text;
      EXPECT_NE(text.find(words), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace hapmill::test
