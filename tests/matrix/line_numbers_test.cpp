#include "matrix/line_numbers.hpp"

#include "hapmill/support/errors.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

TEST(LineNumbers, CountTheLinesBefore) {
  TemporaryFolder const folder;
  std::string const text = "one\n\nthree\r\n" + std::string(1U << 20, 'x') + "\nfive";
  write_text(folder.path() / "m", text);
  MatrixInput const input{input_path(folder.file("m"))};
  EXPECT_EQ(line_number_at(input, 0), 1U);
  EXPECT_EQ(line_number_at(input, 3), 1U);
  EXPECT_EQ(line_number_at(input, 4), 2U);
  EXPECT_EQ(line_number_at(input, 5), 3U);
  EXPECT_EQ(line_number_at(input, 12), 4U);
  EXPECT_EQ(line_number_at(input, text.size() - 4), 5U);
  EXPECT_EQ(line_number_at(input, text.size() + 1'000), 5U);

  LineNumbers lines{input};
  EXPECT_EQ(lines.at(4), 2U);
  EXPECT_EQ(lines.at(4), 2U);
  EXPECT_EQ(lines.at(12), 4U) << "on from there";
  EXPECT_EQ(lines.at(text.size() + 1'000), 5U);
  EXPECT_EQ(lines.at(5), 3U) << "back again";
}

TEST(LineNumbers, NameTheLongLine) {
  EXPECT_THROW(refuse_long_line("m", 3), InputError);
  try {
    refuse_long_line("m", 3);
  } catch (InputError const& error) {
    EXPECT_EQ(std::string{error.what()}.find("m:3: the line is longer than 64 MiB"), 0U);
  }
}

}  // namespace
}  // namespace hapmill::test
