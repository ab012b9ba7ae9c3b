#include "hapmill/support/byte_buffer.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace hapmill::test {
namespace {

std::string text_of(ByteBuffer const& buffer) { return {buffer.data(), buffer.size()}; }

TEST(ByteBuffer, KeepsItsBytesWhenItGrows) {
  ByteBuffer buffer;
  std::string expected;
  for (int k = 0; k < 1000; ++k) {
    std::string const text = std::to_string(k) + ' ';
    buffer.append(text.data(), text.size());
    expected += text;
    std::memset(buffer.data() + buffer.capacity(), k, ByteBuffer::slack);
  }
  EXPECT_EQ(text_of(buffer), expected);
}

TEST(ByteBuffer, StartsInLentMemoryAndReturnsToItWhenCleared) {
  std::vector<char> lent(10 + ByteBuffer::slack, '?');
  ByteBuffer buffer;
  buffer.append("own", 3);
  buffer.lend(lent.data(), 10);
  EXPECT_EQ(buffer.size(), 0U);
  for (int round = 0; round < 3; ++round) {
    buffer.append("0123456789", 10);
    EXPECT_EQ(buffer.data(), lent.data());
    EXPECT_EQ(std::string(lent.data(), 10), "0123456789");
    buffer.append("x", 1);
    EXPECT_NE(buffer.data(), lent.data()) << "the eleventh byte does not fit";
    buffer.append(std::string(1000, 'y').data(), 1000);
    EXPECT_EQ(text_of(buffer), "0123456789x" + std::string(1000, 'y'));
    EXPECT_EQ(lent[10], '?') << "nothing is written past the lent memory";
    buffer.clear();
    EXPECT_EQ(buffer.data(), lent.data());
    EXPECT_EQ(buffer.capacity(), 10U);
  }
}

TEST(ByteBuffer, MovesWithItsLentMemory) {
  std::vector<char> lent(4 + ByteBuffer::slack);
  ByteBuffer first;
  first.lend(lent.data(), 4);
  first.append("abcdef", 6);
  ByteBuffer second{std::move(first)};
  EXPECT_EQ(text_of(second), "abcdef");
  second.clear();
  EXPECT_EQ(second.data(), lent.data());
}

}  // namespace
}  // namespace hapmill::test
