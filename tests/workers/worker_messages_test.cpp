#include "workers/worker_messages.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

using Lines = std::vector<std::string>;

TEST(WorkerMessages, SeparatesProgressFromTextHoweverTheyAreDivided) {
  std::string const text =
      "hapmill: a warning\n"
      "{\"seconds\":1.0,\"bytes\":500,\"bytes_total\":900,\"rows\":7,\"written\":3,\"done\":false}"
      "\n"
      "\nmore words\n"
      "{\"seconds\":2.0,\"bytes\":800,\"bytes_total\":900,\"rows\":9,\"written\":4,\"done\":true}\n"
      "hapmill: error: m.tsv:5: no good\n";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    WorkerMessages messages;
    Lines words;
    for (std::size_t begin = 0; begin < text.size(); begin += size) {
      for (auto const& line : messages.take(text.substr(begin, size))) words.push_back(line);
    }
    EXPECT_EQ(words, (Lines{"hapmill: a warning", "more words"}));
    EXPECT_EQ(messages.bytes_done(), 800U);
    EXPECT_EQ(messages.rows().read, 9U);
    EXPECT_EQ(messages.rows().written, 4U);
    EXPECT_EQ(messages.error(), "m.tsv:5: no good");
    EXPECT_FALSE(messages.breaks_plan());
  }
}

TEST(WorkerMessages, AcceptsAnIncompleteLastLine) {
  WorkerMessages messages;
  EXPECT_EQ(messages.take("terminate called"), Lines{});
  EXPECT_EQ(messages.finish(), Lines{"terminate called"});
  messages.take("{\"bytes\":12");
  EXPECT_EQ(messages.finish(), Lines{});
  EXPECT_EQ(messages.bytes_done(), 0U);
}

TEST(WorkerMessages, KnowsABrokenPlan) {
  WorkerMessages messages;
  EXPECT_EQ(messages.take("{\"event\":\"broken-plan\"}\nhapmill: error: make it again\n"), Lines{});
  EXPECT_TRUE(messages.breaks_plan());
  EXPECT_EQ(messages.error(), "make it again");
}

}  // namespace
}  // namespace hapmill::test
