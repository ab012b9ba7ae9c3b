#include "bytes/staged_folder.hpp"

#include "hapmill/support/errors.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <optional>

namespace hapmill::test {
namespace {

namespace fs = std::filesystem;

class StagedFolderTest : public testing::Test {
 protected:
  std::string names() const {
    std::vector<std::string> found;
    for (auto const& entry : fs::directory_iterator{folder_.path()}) {
      found.push_back(entry.path().filename());
    }
    std::sort(found.begin(), found.end());
    std::string text;
    for (auto const& name : found) text += name + " ";
    return text;
  }

  TemporaryFolder folder_;
};

TEST_F(StagedFolderTest, ShowsItsFilesTogetherAtTheEnd) {
  write_text(folder_.path() / "a", "old");
  write_text(folder_.path() / "a.csi", "old index");
  write_text(folder_.path() / "other", "stays");
  {
    StagedFolder staged{folder_.path()};
    write_text(staged.path("a"), "new");
    write_text(staged.path("b"), "new too");
    EXPECT_EQ(read_text(folder_.path() / "a"), "old");
    EXPECT_FALSE(fs::exists(folder_.path() / "b"));
    staged.publish({"a.csi", "b.csi"});
  }
  EXPECT_EQ(names(), "a b other ");
  EXPECT_EQ(read_text(folder_.path() / "a"), "new");
}

TEST_F(StagedFolderTest, LeavesNothingUnlessItIsPublished) {
  {
    StagedFolder staged{folder_.path()};
    write_text(staged.path("a"), "x");
    staged.restart();
    EXPECT_FALSE(fs::exists(staged.path("a")));
    write_text(staged.path("b"), "x");
    StagedFolder const other{folder_.path()};
    EXPECT_NE(staged.path("c"), other.path("c")) << "two runs at once";
  }
  EXPECT_EQ(names(), "");
}

TEST_F(StagedFolderTest, MakesTheFolderOrReplacesAnEmptyOne) {
  std::string const deep = folder_.file("x/y");
  { StagedFolder const staged{deep}; }
  EXPECT_FALSE(fs::exists(deep));
  {
    StagedFolder staged{deep};
    write_text(staged.path("a"), "x");
    staged.publish({});
  }
  EXPECT_EQ(read_text(deep + "/a"), "x");
}

TEST_F(StagedFolderTest, FilledBySeveralProcessesIsPublishedByAnother) {
  fs::create_directory(folder_.path() / "x.parts");
  auto const kept = [&](char const* prefix, std::vector<std::string> const& files) {
    StagedFolder staged{folder_.file("x"), folder_.file(prefix)};
    for (auto const& name : files) write_text(staged.path(name), name);
    return staged.keep();
  };
  auto const first = kept("x.parts/group-0.", {"a", "b"});
  auto const again = kept("x.parts/group-0.", {"a"});
  auto const second = kept("x.parts/group-1.", {"c"});
  EXPECT_NE(first, again);
  EXPECT_TRUE(fs::is_empty(folder_.path() / "x"));
  publish_staged(folder_.file("x"), {first, second}, {});
  for (char const* name : {"a", "b", "c"}) EXPECT_EQ(read_text(folder_.path() / "x" / name), name);
}

TEST_F(StagedFolderTest, ReplacesALinkAndNotItsTarget) {
  write_text(folder_.path() / "elsewhere", "mine");
  fs::create_symlink(folder_.path() / "elsewhere", folder_.path() / "a");
  StagedFolder staged{folder_.path()};
  write_text(staged.path("a"), "new");
  staged.publish({});
  EXPECT_EQ(read_text(folder_.path() / "elsewhere"), "mine");
  EXPECT_FALSE(fs::is_symlink(folder_.path() / "a"));
}

TEST_F(StagedFolderTest, RefusesFilesInItsWayBeforeAnythingAppears) {
  fs::create_directory(folder_.path() / "b");
  StagedFolder staged{folder_.path()};
  write_text(staged.path("a"), "new");
  write_text(staged.path("b"), "new");
  EXPECT_THROW(staged.path("a"), OutputError) << "two contigs of one name";
  EXPECT_THROW(staged.publish({}), OutputError);
  EXPECT_FALSE(fs::exists(folder_.path() / "a"));
  write_text(folder_.path() / "file", "");
  EXPECT_THROW(StagedFolder{folder_.file("file")}, OutputError);
  EXPECT_THROW(StagedFolder{folder_.file("file/x")}, OutputError);
}

}  // namespace
}  // namespace hapmill::test
