#include "matrix/matrix_input.hpp"

#include "hapmill/support/errors.hpp"
#include "support/fed_pipe.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace hapmill::test {
namespace {

std::string read_stream(MatrixInput& input, std::size_t step) {
  std::string text;
  std::vector<char> part(step);
  while (std::size_t const got = input.read_next(part.data(), step)) text.append(part.data(), got);
  return text;
}

class MatrixInputTest : public testing::Test {
 protected:
  std::string path_of(std::string const& text) const {
    write_text(folder_.path() / "m", text);
    return folder_.file("m");
  }

  TemporaryFolder folder_;
};

TEST_F(MatrixInputTest, ReadsARegularFileAtAnyOffset) {
  MatrixInput const input{input_path(path_of("0123456789"))};
  EXPECT_TRUE(input.is_regular());
  EXPECT_EQ(input.size(), 10U);
  EXPECT_EQ(input.name(), folder_.file("m"));
  char text[20];
  EXPECT_EQ(input.read_at(text, 4, 3), 4U);
  EXPECT_EQ(std::string(text, 4), "3456");
  EXPECT_EQ(input.read_at(text, 20, 8), 2U) << "fewer only at its end";
  EXPECT_EQ(input.read_at(text, 20, 10), 0U);
  EXPECT_EQ(input.read_at(text, 20, 1000), 0U);
}

TEST_F(MatrixInputTest, ReadsAStreamOnceInAnySteps) {
  std::string const text(100'000, 'x');
  for (std::size_t const step : {1U, 4096U, 1U << 20}) {
    FedPipe const pipe{step == 1 ? text.substr(0, 100) : text, {1, 2, 50}};
    MatrixInput input{input_path(pipe.path())};
    EXPECT_FALSE(input.is_regular());
    EXPECT_EQ(read_stream(input, step).size(), step == 1 ? 100U : text.size());
    EXPECT_NO_THROW(input.check_unchanged());
  }
}

TEST_F(MatrixInputTest, RefusesFilesThatCannotBeOpened) {
  EXPECT_THROW(MatrixInput{input_path(folder_.file("nowhere"))}, InputError);
  EXPECT_THROW(MatrixInput{input_path(folder_.path().string())}, InputError);
  EXPECT_THROW(MatrixInput{input_path("")}, InputError);
}

TEST_F(MatrixInputTest, NoticesChangesOfSizeAndTime) {
  auto const path = path_of("0123456789");
  auto const time = std::filesystem::last_write_time(path);
  MatrixInput const input{input_path(path)};
  EXPECT_NO_THROW(input.check_unchanged());
  std::filesystem::resize_file(path, 9);
  std::filesystem::last_write_time(path, time);
  EXPECT_THROW(input.check_unchanged(), ChangedInput);
  std::filesystem::resize_file(path, 10);
  std::filesystem::last_write_time(path, time);
  EXPECT_NO_THROW(input.check_unchanged());
  std::filesystem::last_write_time(path, time + std::chrono::nanoseconds{1});
  EXPECT_THROW(input.check_unchanged(), ChangedInput);
}

TEST_F(MatrixInputTest, KeepsReadingAFileThatIsReplaced) {
  auto const path = path_of("before");
  MatrixInput const input{input_path(path)};
  write_text(folder_.path() / "other", "after this");
  std::filesystem::rename(folder_.file("other"), path);
  EXPECT_NO_THROW(input.check_unchanged());
  char text[6];
  EXPECT_EQ(input.read_at(text, 6, 0), 6U);
  EXPECT_EQ(std::string(text, 6), "before");
}

}  // namespace
}  // namespace hapmill::test
