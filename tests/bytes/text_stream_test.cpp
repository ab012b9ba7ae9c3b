#include "bytes/text_stream.hpp"

#include "bytes/bgzf_block.hpp"
#include "hapmill/support/errors.hpp"
#include "support/compressed.hpp"
#include "support/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

namespace hapmill::test {
namespace {

constexpr std::size_t any_size = SIZE_MAX;

/// The text, or nothing and an error message if the bytes are refused.
struct Outcome {
  std::optional<std::string> text;
  std::string error;
};

Outcome outcome_of(std::string_view bytes, std::size_t threads = 1,
                   std::size_t most_at_once = SIZE_MAX) {
  try {
    return {decompress(bytes, any_size, threads, most_at_once), ""};
  } catch (InputError const& error) {
    return {std::nullopt, error.what()};
  }
}

std::string const small_text = make_rows(12, 7);

class TextStreams : public testing::TestWithParam<CompressedCase> {};

TEST_P(TextStreams, GiveTheTextHoweverTheBytesArrive) {
  auto const& [name, bytes, text, ends] = GetParam();
  for (std::size_t const threads : {1U, 2U, 5U}) {
    for (std::size_t const most : {1U, 2U, 3U, 17U, 1000U, 1U << 20}) {
      EXPECT_EQ(decompress(bytes, any_size, threads, most), text) << threads << ' ' << most;
    }
  }
}

TEST_P(TextStreams, TruncatedAnywhereAreRefused) {
  auto const& [name, bytes, text, ends] = GetParam();
  for (std::size_t cut = 4; cut < bytes.size(); ++cut) {
    auto const end =
        std::find_if(ends.begin(), ends.end(), [&](auto const& one) { return one.bytes == cut; });
    auto const outcome = outcome_of(std::string_view{bytes}.substr(0, cut), 1 + cut % 2, 100);
    if (end != ends.end()) {
      EXPECT_EQ(outcome.text, text.substr(0, end->text)) << cut << ' ' << outcome.error;
      continue;
    }
    ASSERT_FALSE(outcome.text) << "cut at " << cut;
    EXPECT_NE(outcome.error.find("is cut short: it ends at byte " + std::to_string(cut) + " "),
              std::string::npos)
        << cut << ' ' << outcome.error;
  }
}

// Some bytes of headers, and of frames that are skipped, do not affect the text.
TEST_P(TextStreams, WithFlippedBitsAreRefusedOrGiveTheText) {
  auto const& [name, bytes, text, ends] = GetParam();
  Random random{1};
  std::size_t refused_count = 0;
  for (std::size_t at = 4; at < bytes.size(); ++at) {
    auto flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 1 << random.below(8));
    auto const outcome = outcome_of(flipped, 1 + at % 3);
    if (outcome.text) {
      EXPECT_EQ(*outcome.text, text) << "flipped at " << at;
      continue;
    }
    ++refused_count;
    EXPECT_NE(outcome.error.find("byte "), std::string::npos) << outcome.error;
  }
  EXPECT_GT(refused_count, bytes.size() / 2);
}

TEST_P(TextStreams, FollowedByOtherBytesAreRefused) {
  auto const& bytes = GetParam().bytes;
  for (std::string const garbage : {"x", "garbage that is longer than any header", "\n"}) {
    auto const outcome = outcome_of(bytes + garbage);
    EXPECT_FALSE(outcome.text) << garbage;
    EXPECT_NE(outcome.error.find("byte " + std::to_string(bytes.size())), std::string::npos)
        << outcome.error;
  }
}

INSTANTIATE_TEST_SUITE_P(All, TextStreams, testing::ValuesIn(compressed_cases(small_text)),
                         [](auto const& test) { return test.param.name; });

// Larger than the bytes that are read ahead. They are made when the test runs, because the small
// ones are made at every start of the program.
std::vector<CompressedCase> large_cases() { return compressed_cases(make_rows(40'000, 31)); }

TEST(LargeTextStreams, GiveTheTextWithAnyThreads) {
  for (auto const& [name, bytes, text, ends] : large_cases()) {
    for (std::size_t const threads : {1U, 2U, 3U, 8U}) {
      EXPECT_TRUE(decompress(bytes, any_size, threads, threads == 3 ? 5000 : any_size) == text)
          << name << ' ' << threads;
    }
  }
}

TEST(LargeTextStreams, ReportTheFirstErrorWithAnyThreads) {
  for (auto const& [name, bytes, text, ends] : large_cases()) {
    for (std::size_t const part : {1U, 3U}) {
      auto flipped = bytes;
      for (std::size_t at = bytes.size() * part / 4; at < bytes.size(); at += bytes.size() / 8) {
        flipped[at] = static_cast<char>(~flipped[at]);
      }
      auto const first = outcome_of(flipped);
      EXPECT_FALSE(first.text);
      for (std::size_t const threads : {2U, 5U}) {
        EXPECT_EQ(outcome_of(flipped, threads).error, first.error) << name;
      }
    }
  }
}

TEST(TextStream, PassesUncompressedBytesThrough) {
  for (std::string const text : {"", "\x1F", "CHROM", "P", "\x28\xB5\x2F", "BZh9", "BZhou"}) {
    EXPECT_EQ(decompress(text, any_size), text);
  }
}

TEST(TextStream, GivesAnEmptyText) {
  for (auto const& one : compressed_cases("")) {
    EXPECT_EQ(decompress(one.bytes, any_size), "") << one.name;
  }
}

TEST(TextStream, IgnoresZerosAfterGzip) {
  for (std::size_t const count : {1U, 512U, 200'000U}) {
    std::string const zeros(count, '\0');
    EXPECT_EQ(decompress(gzip_member(small_text) + zeros, any_size), small_text);
    EXPECT_EQ(decompress(bgzf_file(small_text) + zeros, any_size, 2), small_text);
    EXPECT_FALSE(outcome_of(gzip_member(small_text) + zeros + "x").text);
    EXPECT_FALSE(outcome_of(bgzf_file(small_text) + zeros + "x").text);
    EXPECT_FALSE(outcome_of(zstd_frame(small_text) + zeros).text);
    for (std::size_t const at_once : {std::size_t{1}, any_size}) {
      EXPECT_THROW(
          decompress(gzip_member(small_text) + zeros + gzip_member("x"), any_size, 1, at_once),
          InputError);
      EXPECT_THROW(decompress(bgzf_file(small_text) + zeros + bgzf_file("x"), any_size, 2, at_once),
                   InputError);
    }
  }
}

TEST(TextStream, RequiresTheLastBlockOfBgzf) {
  auto const blocks = bgzf_blocks(small_text, 100);
  auto const outcome = outcome_of(blocks);
  EXPECT_FALSE(outcome.text);
  for (auto const* words : {"is cut short", "the empty block that ends a BGZF file", "gzip -dc"}) {
    EXPECT_NE(outcome.error.find(words), std::string::npos) << outcome.error;
  }
  EXPECT_NE(outcome.error.find("byte " + std::to_string(blocks.size())), std::string::npos);
}

TEST(TextStream, ReportsInvalidBgzfBlocks) {
  auto const file = bgzf_file(small_text, 100);
  auto const other_member = outcome_of(file + gzip_member("x")).error;
  EXPECT_NE(other_member.find("no BGZF block"), std::string::npos) << other_member;

  auto too_small = file;
  too_small[16] = 20;  // the block's size minus one
  too_small[17] = 0;
  auto const small_error = outcome_of(too_small).error;
  EXPECT_NE(small_error.find("smaller than its header"), std::string::npos) << small_error;

  auto too_large = bgzf_file(small_text, small_text.size());
  auto const size_at = too_large.size() - bgzf::eof_block().size() - 2;
  too_large[size_at] = 1;  // 64 KiB and more
  too_large[size_at - 2] = '\x7F';
  auto const large_error = outcome_of(too_large).error;
  EXPECT_NE(large_error.find("larger than 64 KiB"), std::string::npos) << large_error;
}

TEST(TextStream, AcceptsBgzfBlocksOf64KiBOfText) {
  std::string const text(1U << 16, 'A');
  auto const member = gzip_member(text, 6, {std::string{"BC\2\0\0\0", 6}, "", "", false});
  auto block = member;
  block[16] = static_cast<char>((member.size() - 1) & 0xFF);
  block[17] = static_cast<char>((member.size() - 1) >> 8);
  auto const file = block + block + block + block + block + std::string{bgzf::eof_block()};
  EXPECT_TRUE(decompress(file, any_size, 2) == text + text + text + text + text);
}

TEST(TextStream, StopsAtTheRequestedSize) {
  std::string const text(10U << 20, 'A');
  for (auto const& bytes : {gzip_member(text), bgzf_file(text), zstd_frame(text)}) {
    EXPECT_THROW(decompress(bytes, 1U << 20, 2), InputError);
    EXPECT_THROW(decompress(bytes, 1U << 20, 1), InputError);
  }
}

TEST(TextStream, RefusesFormatsThatOnlyOtherProgramsRead) {
  using std::string_literals::operator""s;
  struct {
    std::string bytes;
    std::string program;
  } const others[] = {{"BZh91AY&SY....", "bzip2 -dc"},
                      {"\xFD"s + "7zXZ\0...."s, "xz -dc"},
                      {"PK\x03\x04....", "unzip -p"},
                      {"\x04\x22\x4D\x18....", "lz4 -dc"},
                      {"\x1F\x9D....", "gzip -dc"}};
  for (auto const& [bytes, program] : others) {
    auto const outcome = outcome_of(bytes, 1, 1);
    EXPECT_FALSE(outcome.text);
    EXPECT_NE(outcome.error.find(program + " "), std::string::npos) << outcome.error;
  }
}

TEST(TextStream, RefusesZstdWithLargeWindows) {
  // A frame header: no single segment, window of 2^28 bytes; then an empty last block.
  std::string const frame{"\x28\xB5\x2F\xFD\x00\x90\x01\x00\x00", 9};
  auto const outcome = outcome_of(frame);
  EXPECT_FALSE(outcome.text);
  EXPECT_NE(outcome.error.find("zstd -dc --long=31"), std::string::npos) << outcome.error;
}

}  // namespace
}  // namespace hapmill::test
