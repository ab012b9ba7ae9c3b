#include "bytes/bgzf_block.hpp"

#include "records/record_stream.hpp"
#include "support/random.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

std::string compress(BlockCompressor& compressor, std::string const& content) {
  std::string block(bgzf::most_block, '\0');
  block.resize(compressor.compress(content.data(), content.size(), block.data()));
  return block;
}

std::vector<std::string> random_contents(std::uint64_t seed) {
  Random random{seed};
  std::vector<std::string> contents;
  for (std::size_t const size :
       {std::size_t{1}, std::size_t{2}, std::size_t{100}, bgzf::most_content,
        bgzf::most_content - 1, std::size_t{random.between(1, bgzf::most_content)}}) {
    for (std::uint64_t const letter_count : {1, 4, 40, 256}) {
      std::string content;
      while (content.size() < size) content += static_cast<char>('0' + random.below(letter_count));
      contents.push_back(content);
    }
  }
  return contents;
}

class BgzfBlock : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Levels, BgzfBlock, testing::Range(0, 10));

TEST_P(BgzfBlock, ContainsItsText) {
  BlockCompressor compressor{GetParam()};
  for (auto const& content : random_contents(1)) {
    auto const block = compress(compressor, content);
    EXPECT_LE(block.size(), content.size() + 31);  // incompressible content is stored
    EXPECT_EQ(read_blocks(block + std::string{bgzf::eof_block()}), std::vector{content});
  }
}

TEST_P(BgzfBlock, DoesNotDependOnTheBlocksBefore) {
  BlockCompressor used{GetParam()};
  for (int round = 0; round < 2; ++round) {
    for (auto const& content : random_contents(2)) {
      BlockCompressor fresh{GetParam()};
      EXPECT_TRUE(compress(used, content) == compress(fresh, content)) << content.size();
    }
  }
}

TEST_P(BgzfBlock, DoesNotDependOnTheAddressOfItsCompressor) {
  Random random{3};
  std::vector<std::string> contents;
  for (int k = 0; k < 300; ++k) {
    std::string content;
    for (auto left = random.between(50, 800); left > 0; --left)
      content += "ACGT|\t"[random.below(6)];
    contents.push_back(content);
  }
  std::vector<std::string> blocks;
  std::vector<BlockCompressor> compressors;
  for (int k = 0; k < 60; ++k) {
    BlockCompressor& compressor = compressors.emplace_back(GetParam());
    for (std::size_t at = 0; at < contents.size(); ++at) {
      auto const block = compress(compressor, contents[at]);
      if (k == 0) blocks.push_back(block);
      ASSERT_TRUE(block == blocks[at]);
    }
    if (GetParam() > 1 && k == 2) break;  // slow, and this library does not depend on addresses
  }
}

TEST_P(BgzfBlock, IsSmallIfContentRepeats) {
  BlockCompressor compressor{GetParam()};
  std::string const content(bgzf::most_content, '0');
  EXPECT_LT(compress(compressor, content).size(), GetParam() == 0 ? bgzf::most_block : 1'000U);
}

}  // namespace
}  // namespace hapmill::test
