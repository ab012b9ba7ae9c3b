#include "bytes/output_file.hpp"

#include "hapmill/support/errors.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>

namespace hapmill::test {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public testing::Test {
 protected:
  std::string file(std::string const& name) const { return folder_.file(name); }
  std::string read(std::string const& name) const { return read_text(folder_.path() / name); }
  std::size_t file_count() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator{folder_.path()}, fs::directory_iterator{}));
  }

  TemporaryFolder folder_;
};

TEST_F(OutputFileTest, AppearsUnderItsNameOnlyWhenPublished) {
  OutputFile out{output_path(file("t"))};
  out.write("one ");
  out.write("two");
  EXPECT_EQ(out.bytes(), 7U);
  EXPECT_EQ(out.name(), file("t"));
  EXPECT_FALSE(fs::exists(file("t")));
  EXPECT_EQ(read(".t.hapmill-part"), "one two");
  out.publish();
  EXPECT_EQ(read("t"), "one two");
  EXPECT_EQ(file_count(), 1U);
}

TEST_F(OutputFileTest, LeavesNothingUnlessPublished) {
  write_text(folder_.path() / "t", "before");
  { OutputFile{output_path(file("t"))}.write("after"); }
  EXPECT_EQ(read("t"), "before");
  EXPECT_EQ(file_count(), 1U);
}

TEST_F(OutputFileTest, AnEmptyFileIsPublished) {
  OutputFile{output_path(file("t"))}.publish();
  EXPECT_EQ(read("t"), "");
}

TEST_F(OutputFileTest, RestartRemovesWhatWasWritten) {
  OutputFile out{output_path(file("t"))};
  EXPECT_TRUE(out.can_restart());
  out.write("wrong and long");
  out.restart();
  EXPECT_EQ(out.bytes(), 0U);
  out.write("right");
  out.publish();
  EXPECT_EQ(read("t"), "right");
}

TEST_F(OutputFileTest, ASecondOneWithTheSameNameIsRefused) {
  OutputFile first{output_path(file("t"))};
  EXPECT_THROW(OutputFile{output_path(file("t"))}, UsageError);
  EXPECT_THROW(OutputFile{output_path(file("./t"))}, UsageError);
  first.write("first");
  first.publish();
  EXPECT_EQ(read("t"), "first");
  OutputFile{output_path(file("t"))}.publish();
  EXPECT_EQ(read("t"), "");
}

TEST_F(OutputFileTest, ManyAtOnceLeaveOneCompleteFile) {
  std::vector<std::jthread> threads;
  for (char const byte : {'a', 'b', 'c', 'd'}) {
    threads.emplace_back([this, byte] {
      for (int k = 0; k < 50; ++k) {
        try {
          OutputFile out{output_path(file("t"))};
          for (int part = 0; part < 10; ++part) out.write(std::string(1'000, byte));
          out.publish();
        } catch (UsageError const&) {  // another one writes it
        }
      }
    });
  }
  threads.clear();
  auto const text = read("t");
  EXPECT_EQ(text, std::string(10'000, text.at(0)));
  EXPECT_EQ(file_count(), 1U);
}

TEST_F(OutputFileTest, ReplacesWhatAKilledRunLeft) {
  write_text(folder_.path() / ".t.hapmill-part", std::string(1'000, 'x'));
  OutputFile out{output_path(file("t"))};
  out.write("new");
  out.publish();
  EXPECT_EQ(read("t"), "new");
}

TEST_F(OutputFileTest, DoesNotWriteThroughALinkInItsWay) {
  write_text(folder_.path() / "precious", "kept");
  fs::create_symlink("precious", folder_.path() / ".t.hapmill-part");
  EXPECT_THROW(OutputFile{output_path(file("t"))}, OutputError);
  fs::remove(folder_.path() / ".t.hapmill-part");
  fs::create_hard_link(folder_.path() / "precious", folder_.path() / ".t.hapmill-part");
  EXPECT_THROW(OutputFile{output_path(file("t"))}, OutputError);
  EXPECT_EQ(read("precious"), "kept");
}

TEST_F(OutputFileTest, KeepsTheModeOfTheFileItReplaces) {
  write_text(folder_.path() / "t", "before");
  ::chmod(file("t").c_str(), 0604);
  OutputFile{output_path(file("t"))}.publish();
  struct stat status {};
  ASSERT_EQ(::stat(file("t").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0604U);
}

TEST_F(OutputFileTest, ReplacesTheTargetOfLinks) {
  fs::create_directory(folder_.path() / "sub");
  fs::create_symlink("sub/t", folder_.path() / "one");
  fs::create_symlink(file("one"), folder_.path() / "two");
  for (char const* text : {"new", "replaced"}) {  // the target is first made, then replaced
    OutputFile out{output_path(file("two"))};
    out.write(text);
    EXPECT_TRUE(fs::exists(folder_.path() / "sub/.t.hapmill-part"));
    out.publish();
    EXPECT_EQ(read("sub/t"), text);
    EXPECT_TRUE(fs::is_symlink(folder_.path() / "one"));
    EXPECT_TRUE(fs::is_symlink(folder_.path() / "two"));
  }
}

TEST_F(OutputFileTest, LinksInACircleAreRefused) {
  fs::create_symlink("two", folder_.path() / "one");
  fs::create_symlink("one", folder_.path() / "two");
  try {
    OutputFile out{output_path(file("one"))};
    out.publish();
  } catch (Error const&) {
  }
  EXPECT_TRUE(fs::is_symlink(folder_.path() / "one") || fs::is_symlink(folder_.path() / "two"));
}

TEST_F(OutputFileTest, WritesDirectlyToFilesThatAreNotRegular) {
  OutputFile null{output_path("/dev/null")};
  null.write("gone");
  EXPECT_EQ(null.bytes(), 4U);
  null.publish();
  OutputFile full{output_path("/dev/full")};
  EXPECT_FALSE(full.can_restart());
  EXPECT_THROW(full.write("x"), OutputError);
}

TEST_F(OutputFileTest, ABrokenPipeEndsIt) {
  auto const before = ::signal(SIGPIPE, SIG_IGN);
  ASSERT_EQ(::mkfifo(file("fifo").c_str(), 0600), 0);
  int const reader = ::open(file("fifo").c_str(), O_RDONLY | O_NONBLOCK);
  OutputFile out{output_path(file("fifo"))};
  out.write("x");
  EXPECT_FALSE(out.is_cut_off());
  ::close(reader);
  out.write("y");
  EXPECT_TRUE(out.is_cut_off());
  out.write("z");
  EXPECT_EQ(out.bytes(), 1U);
  EXPECT_NO_THROW(out.publish());
  ::signal(SIGPIPE, before);
}

TEST_F(OutputFileTest, ErrorsSayWhatToDo) {
  auto const error_of = [](std::string const& path) -> std::string {
    try {
      OutputFile{output_path(path)}.write("x");
    } catch (Error const& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_NE(error_of(file("no/t")).find("make the folder first"), std::string::npos);
  EXPECT_NE(error_of(folder_.path().string()).find("name a file in it"), std::string::npos);
  EXPECT_NE(error_of("/dev/full").find("make room"), std::string::npos);
  EXPECT_NE(error_of("").find("\"\""), std::string::npos);
  EXPECT_NE(error_of(file("no/")).find("no name of a file"), std::string::npos);
  EXPECT_NE(error_of(file(std::string(250, 'x'))).find("File name too long"), std::string::npos);
}

}  // namespace
}  // namespace hapmill::test
