#include "bytes/text_lines.hpp"

#include "hapmill/support/errors.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;

TEST(SplitLines, AcceptsLfAndCrlfAndNeedsNoLastNewline) {
  EXPECT_EQ(split_lines(""), Texts{});
  EXPECT_EQ(split_lines("\n"), Texts{""});
  EXPECT_EQ(split_lines("a\nb"), (Texts{"a", "b"}));
  EXPECT_EQ(split_lines("a\r\nb\r\n"), (Texts{"a", "b"}));
  EXPECT_EQ(split_lines("a\r\r\n\n\rb\r"), (Texts{"a\r", "", "\rb"}));
}

TEST(SplitFields, GivesAtLeastOne) {
  EXPECT_EQ(split_fields("", '\t'), Texts{""});
  EXPECT_EQ(split_fields("a\t\tb\t", '\t'), (Texts{"a", "", "b", ""}));
  EXPECT_EQ(split_fields("a,b\tc", ','), (Texts{"a", "b\tc"}));
}

TEST(ReadSmallFile, LeavesOutAByteOrderMark) {
  TemporaryFolder const folder;
  write_text(folder.path() / "f", "\xEF\xBB\xBFtext\n");
  EXPECT_EQ(read_small_file(input_path(folder.file("f"))), "text\n");
  write_text(folder.path() / "f", std::string(200'000, 'x'));
  EXPECT_EQ(read_small_file(input_path(folder.file("f"))), std::string(200'000, 'x'));
  EXPECT_THROW(read_small_file(input_path(folder.file("nowhere"))), InputError);
  EXPECT_THROW(read_small_file(input_path(folder.path().string())), InputError);
  EXPECT_THROW(read_small_file(input_path("/dev/zero")), InputError)
      << "what never ends is too large";
}

TEST(Quoted, KeepsTextAsItIs) {
  EXPECT_EQ(hapmill::quoted(""), "\"\"");
  EXPECT_EQ(hapmill::quoted("chr 1|ß€😀"), "\"chr 1|ß€😀\"");
}

TEST(Quoted, EscapesControlBytes) {
  using std::string_literals::operator""s;
  EXPECT_EQ(hapmill::quoted("a\0b\t\r\n\x1B\x7F"s), "\"a\\x00b\\x09\\x0D\\x0A\\x1B\\x7F\"");
  EXPECT_EQ(hapmill::quoted("\xC2\x9B"), "\"\\xC2\\x9B\"")
      << "a terminal takes U+009B for an escape";
}

TEST(Quoted, EscapesInvalidUtf8) {
  EXPECT_EQ(hapmill::quoted("\xFF"), "\"\\xFF\"");
  EXPECT_EQ(hapmill::quoted("\xC3"), "\"\\xC3\"") << "cut short";
  EXPECT_EQ(hapmill::quoted("\xC3(x"), "\"\\xC3(x\"");
  EXPECT_EQ(hapmill::quoted("\xC0\xAF"), "\"\\xC0\\xAF\"") << "longer than need be";
  EXPECT_EQ(hapmill::quoted("\xED\xA0\x80"), "\"\\xED\\xA0\\x80\"") << "half of a UTF-16 pair";
  EXPECT_EQ(hapmill::quoted("\xF4\x90\x80\x80"), "\"\\xF4\\x90\\x80\\x80\"") << "past U+10FFFF";
}

TEST(Quoted, ShortensLongTextBetweenCharacters) {
  EXPECT_EQ(hapmill::quoted(std::string(40, 'x')), "\"" + std::string(40, 'x') + "\"");
  EXPECT_EQ(hapmill::quoted(std::string(41, 'x')), "\"" + std::string(40, 'x') + "…\"");
  EXPECT_EQ(hapmill::quoted(std::string(39, 'x') + "ß"), "\"" + std::string(39, 'x') + "…\"");
}

}  // namespace
}  // namespace hapmill::test
