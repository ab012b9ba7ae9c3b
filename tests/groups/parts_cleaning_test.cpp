#include "groups/parts_cleaning.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "support/temporary_folder.hpp"

namespace hapmill::test {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

char const* const joining = "joining-01234567-89ab-cdef-0123-456789abcdef";

class PartsCleaning : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directory(parts_);
    for (char const* name :
         {"lock", "plan.json", "plan.json.1-2.tmp", "group-00000.part", "group-00000.rejects",
          "group-00000.json", "group-00001.part", "group-00001.rejects",
          "group-00002.part.12-abc.tmp", "group-00002.json.12-abc.tmp", joining,
          ".t.csi.hapmill-part", "notes.tmp"}) {
      write_text(fs::path{parts_} / name, "x");
    }
  }

  Names names() const {
    Names names;
    for (auto const& entry : fs::directory_iterator{parts_}) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  TemporaryFolder folder_;
  std::string parts_ = folder_.file("t.parts");
};

TEST_F(PartsCleaning, KeepsGroupsThatHaveAManifest) {
  EXPECT_EQ(count_complete_groups(parts_), 1U);
  remove_unfinished(parts_);
  EXPECT_EQ(names(), (Names{"group-00000.json", "group-00000.part", "group-00000.rejects", joining,
                            "lock", "notes.tmp", "plan.json"}));
}

TEST_F(PartsCleaning, RemovesOnlyFilesOfHapmill) {
  remove_groups(parts_);
  EXPECT_EQ(names(), (Names{"lock", "notes.tmp"}));
  remove_parts_folder(parts_);
  EXPECT_EQ(names(), Names{"notes.tmp"});
  fs::remove(fs::path{parts_} / "notes.tmp");
  remove_parts_folder(parts_);
  EXPECT_FALSE(fs::exists(parts_));
  remove_parts_folder(parts_);
  EXPECT_EQ(count_complete_groups(parts_), 0U);
}

}  // namespace
}  // namespace hapmill::test
