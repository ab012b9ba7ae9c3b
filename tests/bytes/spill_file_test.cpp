#include "bytes/spill_file.hpp"

#include "hapmill/support/errors.hpp"
#include "support/listed_paths.hpp"
#include "support/random.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace hapmill::test {
namespace {

std::string read_back(SpillFile const& file, std::uint64_t offset, std::size_t size) {
  std::string text(size, '\0');
  file.read(offset, text.data(), size);
  return text;
}

TEST(SpillFile, ReturnsWhatWasWritten) {
  TemporaryFolder const folder;
  SpillFile file{folder.path().string()};
  Random random{1};
  for (int round = 0; round < 3; ++round) {
    std::string text;
    while (text.size() < 2'000'000) {
      std::string const part(random.one_in(30) ? random.below(600'000) : random.below(1'000),
                             static_cast<char>(random.below(256)));
      file.append(part.data(), part.size());
      text += part;
      ASSERT_EQ(file.size(), text.size());
    }
    file.flush();
    ASSERT_TRUE(read_back(file, 0, text.size()) == text);
    for (int k = 0; k < 100; ++k) {
      std::size_t const begin = random.below(text.size());
      std::size_t const size = random.below(text.size() - begin);
      ASSERT_TRUE(read_back(file, begin, size) == text.substr(begin, size));
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    file.clear();
    EXPECT_EQ(file.size(), 0U);
  }
}

TEST(SpillFile, ReadsNothingPastTheEnd) {
  TemporaryFolder const folder;
  SpillFile file{folder.path().string()};
  file.append("abc", 3);
  file.flush();
  EXPECT_THROW(read_back(file, 2, 2), OutputError);
}

TEST(SpillFile, IsNextToTheOutputOrInTheTemporaryFolder) {
  TemporaryFolder const folder;
  OutputFile const regular{output_path(folder.file("t"))};
  EXPECT_EQ(spill_folder(regular), folder.path().string());
  OutputFile const device{output_path("/dev/null")};
  ::setenv("TMPDIR", "/somewhere", 1);
  EXPECT_EQ(spill_folder(device), "/somewhere");
  EXPECT_EQ(spill_folder(regular), folder.path().string());
  ::setenv("TMPDIR", "", 1);
  EXPECT_EQ(spill_folder(device), "/tmp");
  ::unsetenv("TMPDIR");
  EXPECT_EQ(spill_folder(device), "/tmp");
}

TEST(SpillFile, ForAnOutputWithoutAFolderIsInTheWorkingFolder) {
  TemporaryFolder const folder;
  auto const before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  {
    OutputFile const output{output_path("t")};
    EXPECT_EQ(spill_folder(output), ".");
  }
  std::filesystem::current_path(before);
}

}  // namespace
}  // namespace hapmill::test
