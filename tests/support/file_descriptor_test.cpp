#include "support/file_descriptor.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support/file_lock.hpp"
#include "support/temporary_folder.hpp"

namespace hapmill::test {
namespace {

bool is_open(int number) { return ::fcntl(number, F_GETFD) != -1; }

TEST(FileDescriptor, ClosesItsFileAndKeepsErrno) {
  int number = -1;
  {
    auto const file = open_file("/dev/null", O_RDONLY);
    number = file.number();
    ASSERT_TRUE(is_open(number));
    errno = ENOSPC;
  }
  EXPECT_EQ(errno, ENOSPC);
  EXPECT_FALSE(is_open(number));
}

TEST(FileDescriptor, MovesAndGivesAwayItsFile) {
  auto file = open_file("/dev/null", O_RDONLY);
  int const number = file.number();
  FileDescriptor moved{std::move(file)};
  file = open_file("/dev/null", O_RDONLY);
  EXPECT_NE(file.number(), number);
  file = std::move(moved);
  EXPECT_EQ(file.number(), number);
  FileDescriptor const owner{file.release()};
  EXPECT_FALSE(file.is_open());
  EXPECT_TRUE(is_open(number));
}

TEST(FileDescriptor, ReadsUpToTheEnd) {
  TemporaryFolder const folder;
  auto const file = open_file(folder.file("text"), O_RDWR | O_CREAT);
  ASSERT_TRUE(file.write_all("0123456789", 10));
  char text[8] = {};
  EXPECT_EQ(file.read_at(text, 8, 4), 6);
  EXPECT_EQ(std::string(text, 6), "456789");
  EXPECT_EQ(file.read_at(text, 8, 10), 0);
  EXPECT_TRUE(file.sync());
}

TEST(FileDescriptor, SaysWhyItFailed) {
  auto file = open_file("/nowhere/file", O_RDONLY);
  EXPECT_FALSE(file.is_open());
  EXPECT_EQ(errno, ENOENT);
  EXPECT_FALSE(file.write_all("a", 1));
  EXPECT_EQ(errno, EBADF);
  auto const full = open_file("/dev/full", O_WRONLY);
  EXPECT_FALSE(full.write_all("a", 1));
  EXPECT_TRUE(is_disk_full(errno));
}

TEST(FileLock, IsHeldByOneUntilTheFileIsClosed) {
  TemporaryFolder const folder;
  auto const path = folder.file("lock");
  EXPECT_FALSE(is_locked_file(path));
  auto file = open_locked(path);
  ASSERT_TRUE(file.is_open());
  EXPECT_TRUE(is_locked_file(path));
  EXPECT_FALSE(open_locked(path).is_open());
  EXPECT_EQ(errno, EWOULDBLOCK);
  file = {};
  EXPECT_FALSE(is_locked_file(path));
  EXPECT_TRUE(open_locked(path).is_open());
}

TEST(FileLock, IsOfTheFileThatHasTheName) {
  TemporaryFolder const folder;
  auto const path = folder.file("lock");
  auto const removed = open_locked(path);
  std::filesystem::remove(path);
  EXPECT_TRUE(open_locked(path).is_open());
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(FileLock, DoesNotWaitAtAPipeOrFollowALink) {
  TemporaryFolder const folder;
  ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  EXPECT_FALSE(open_locked(folder.file("pipe")).is_open());
  EXPECT_EQ(errno, ENXIO);
  std::filesystem::create_symlink(folder.file("elsewhere"), folder.file("link"));
  EXPECT_FALSE(open_locked(folder.file("link")).is_open());
  EXPECT_EQ(errno, ELOOP);
  EXPECT_FALSE(std::filesystem::exists(folder.file("elsewhere")));
}

}  // namespace
}  // namespace hapmill::test
