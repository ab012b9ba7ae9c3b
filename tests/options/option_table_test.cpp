#include "options/option_table.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace hapmill::test {
namespace {

TEST(ParseCount, AcceptsWholeNumbersInRange) {
  EXPECT_EQ(parse_count("n", "1", 1, 10), 1U);
  EXPECT_EQ(parse_count("n", "10", 1, 10), 10U);
  EXPECT_EQ(parse_count("n", "007", 1, 10), 7U);
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(parse_count("n", "18446744073709551615", 0, most), most);
  for (char const* text :
       {"", "0", "11", "-1", "+1", " 1", "1 ", "1.0", "1e1", "x", "18446744073709551617"}) {
    EXPECT_THROW(parse_count("n", text, 1, 10), UsageError) << text;
  }
}

TEST(ParseSize, AcceptsUnitsOf1024) {
  EXPECT_EQ(parse_size("s", "1"), 1U);
  EXPECT_EQ(parse_size("s", "512K"), 512U << 10);
  EXPECT_EQ(parse_size("s", "512k"), 512U << 10);
  EXPECT_EQ(parse_size("s", "64M"), 64U << 20);
  EXPECT_EQ(parse_size("s", "2G"), std::uint64_t{2} << 30);
  EXPECT_EQ(parse_size("s", "17179869183G"), 17179869183U * (std::uint64_t{1} << 30));
  for (char const* text : {"", "0", "0K", "K", "-1", "1T", "1KB", "1.5M", " 1", "17179869184G"}) {
    EXPECT_THROW(parse_size("s", text), UsageError) << text;
  }
}

TEST(ParseWord, ReturnsTheValueOfTheWord) {
  std::vector<std::pair<std::string, int>> const words{{"one", 1}, {"two", 2}};
  EXPECT_EQ(parse_word<int>("number", "two", words), 2);
  try {
    parse_word<int>("number", "three", words);
    ADD_FAILURE() << "not refused";
  } catch (UsageError const& error) {
    EXPECT_STREQ(error.what(), "--number three is not one of: one, two");
  }
}

}  // namespace
}  // namespace hapmill::test
