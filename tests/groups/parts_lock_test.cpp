#include "groups/parts_lock.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "hapmill/support/errors.hpp"
#include "support/temporary_folder.hpp"

namespace hapmill::test {
namespace {

TEST(PartsLock, BelongsToOneRun) {
  TemporaryFolder const folder;
  std::string const parts = folder.file("t.tsv.parts");
  EXPECT_FALSE(is_locked(parts));
  {
    PartsLock const lock{parts, "t.tsv"};
    EXPECT_TRUE(is_locked(parts));
    EXPECT_THROW((PartsLock{parts, "t.tsv"}), UsageError);
  }
  EXPECT_FALSE(is_locked(parts));
  PartsLock const next{parts, "t.tsv"};
}

TEST(PartsLock, IsNotThatOfARemovedFolder) {
  TemporaryFolder const folder;
  std::string const parts = folder.file("t.tsv.parts");
  PartsLock const lock{parts, "t.tsv"};
  std::filesystem::remove_all(parts);
  EXPECT_FALSE(is_locked(parts));
  PartsLock const next{parts, "t.tsv"};
  EXPECT_TRUE(is_locked(parts));
}

TEST(PartsLock, ReportsThatTheFolderCannotBeMade) {
  TemporaryFolder const folder;
  EXPECT_THROW((PartsLock{folder.file("no/t.tsv.parts"), "t.tsv"}), OutputError);
  write_text(folder.file("t.tsv.parts"), "a file");
  EXPECT_THROW((PartsLock{folder.file("t.tsv.parts"), "t.tsv"}), OutputError);
  std::filesystem::create_symlink("nothing", folder.file("u.tsv.parts"));
  EXPECT_THROW((PartsLock{folder.file("u.tsv.parts"), "u.tsv"}), OutputError);
}

}  // namespace
}  // namespace hapmill::test
