#include "process/visible_devices.hpp"

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
  EXPECT_EQ(parse_devices("0,2,2", 3), (std::vector{0, 2, 2}));
  for (char const* list : {"", "0,", "a", "0 1", "-1", "GPU-1"}) {
    EXPECT_THROW(parse_devices(list, 3), UsageError) << list;
  }
  try {
    parse_devices("0,3", 3);
    FAIL();
  } catch (Error const& error) {
    EXPECT_EQ(error.status(), ExitStatus::device);
    EXPECT_NE(std::string{error.what()}.find("is 2"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace hapmill::test
