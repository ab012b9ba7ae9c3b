#include "matrix/sample_pairs.hpp"

#include "hapmill/support/errors.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace hapmill::test {
namespace {

using Names = std::vector<std::string>;

/// Returns samples as `name:first/second`, with columns counted from 0.
Names made(Names const& columns, PairOptions const& options) {
  Names result;
  for (auto const& sample : make_samples(columns, options)) {
    result.push_back(sample.name + ":" + std::to_string(sample.columns.first));
    if (sample.columns.second != SampleColumns::none) {
      result.back() += "/" + std::to_string(sample.columns.second);
    }
  }
  return result;
}

PairOptions by(PairMode mode, bool unpaired_haploid = false) {
  return {mode, {}, unpaired_haploid};
}

TEST(SamplePairs, AutoPairsNamesByTheirEndings) {
  EXPECT_EQ(made({"1a", "1b"}, {}), Names{"1a1b:0/1"});
  EXPECT_EQ(made({"xB", "xA"}, {}), Names{"xAxB:1/0"});
  EXPECT_EQ(made({"x_1", "x_2"}, {}), Names{"x_1x_2:0/1"});
  EXPECT_EQ(made({"x.2", "y", "x.1"}, {}), Names{"x.1x.2:2/0"});
  EXPECT_EQ(made({"a", "b"}, {}), Names{"ab:0/1"}) << "the ending may be all of the name";
}

TEST(SamplePairs, AutoSortsByFirstNameAsText) {
  EXPECT_EQ(made({"3b", "10a", "3a", "2a", "10b", "2b"}, {}),
            (Names{"10a10b:1/4", "2a2b:3/5", "3a3b:2/0"}));
}

TEST(SamplePairs, AutoKeepsColumnsSingleIfThereAreNoPairs) {
  EXPECT_EQ(made({"x", "1a", "2b", "3A", "3b"}, {}),
            (Names{"x:0", "1a:1", "2b:2", "3A:3", "3b:4"}));
}

TEST(SamplePairs, AutoLeavesOutTheUnpairedUnlessAsked) {
  EXPECT_EQ(made({"z", "1a", "1b", "0a"}, {}), Names{"1a1b:1/2"});
  EXPECT_EQ(made({"z", "1a", "1b", "0a"}, by(PairMode::automatic, true)),
            (Names{"0a:3", "1a1b:1/2", "z:0"}));
}

TEST(SamplePairs, AdjacentPairsNeighbours) {
  EXPECT_EQ(made({"p", "q", "r", "s"}, by(PairMode::adjacent)), (Names{"pq:0/1", "rs:2/3"}));
  EXPECT_EQ(made({"p", "q", "r"}, by(PairMode::adjacent)), Names{"pq:0/1"});
  EXPECT_EQ(made({"p", "q", "r"}, by(PairMode::adjacent, true)), (Names{"pq:0/1", "r:2"}));
}

TEST(SamplePairs, SelfAndNoneKeepNamesAndOrder) {
  EXPECT_EQ(made({"q", "p"}, by(PairMode::self)), (Names{"q:0/0", "p:1/1"}));
  EXPECT_EQ(made({"q", "p"}, by(PairMode::none)), (Names{"q:0", "p:1"}));
}

TEST(SamplePairs, RefusesRepeatedNames) {
  EXPECT_THROW(made({"p", "p"}, by(PairMode::none)), InputError);
  EXPECT_THROW(made({"1a", "1b", "1b"}, {}), InputError);
  EXPECT_NO_THROW(made({"p", "p"}, by(PairMode::adjacent)));
}

class PairsFileTest : public testing::Test {
 protected:
  Names made_by(std::string const& text, Names const& columns,
                bool unpaired_haploid = false) const {
    write_text(folder_.path() / "p", text);
    return made(columns, {PairMode::file, input_path(folder_.file("p")), unpaired_haploid});
  }

  /// Returns the message after `FILE:`.
  std::string error_of(std::string const& text, Names const& columns) const {
    try {
      made_by(text, columns);
    } catch (InputError const& error) {
      return std::string{error.what()}.substr(folder_.file("p").size());
    }
    return "none";
  }

  TemporaryFolder folder_;
};

TEST_F(PairsFileTest, NamesColumnsByNameOrNumber) {
  EXPECT_EQ(made_by("y\tq\tp\nx\t5\t6\r\nz\t4", {"p", "q", "r"}), (Names{"y:1/0", "x:1/2", "z:0"}));
}

TEST_F(PairsFileTest, NameTakesPrecedenceOverNumber) {
  EXPECT_EQ(made_by("x\t4\t5\n", {"p", "4"}), Names{"x:1/1"});
}

TEST_F(PairsFileTest, SkipsEmptyLinesAndComments) {
  EXPECT_EQ(made_by("\xEF\xBB\xBF# who\n\nx\tp\tq\n", {"p", "q"}), Names{"x:0/1"});
}

TEST_F(PairsFileTest, ColumnMayBelongToSeveralSamples) {
  EXPECT_EQ(made_by("x\tp\tq\ny\tp\tp\n", {"p", "q"}), (Names{"x:0/1", "y:0/0"}));
}

TEST_F(PairsFileTest, UnpairedColumnsComeLast) {
  EXPECT_EQ(made_by("x\tq\tr\n", {"p", "q", "r", "s"}, true), (Names{"x:1/2", "p:0", "s:3"}));
}

TEST_F(PairsFileTest, ErrorsNameTheLine) {
  Names const columns{"p", "q"};
  EXPECT_EQ(error_of("#\nx\tp\tw\n", columns), ":2: the matrix has no column \"w\"");
  EXPECT_EQ(error_of("x\tp\t6\n", columns),
            ":1: column 6 is not one of the haplotype columns, 4 to 5");
  EXPECT_EQ(error_of("x\tp\t3\n", columns),
            ":1: column 3 is not one of the haplotype columns, 4 to 5");
  EXPECT_NE(error_of("x\tp\t99999999999999999999\n", columns).find("not one of"),
            std::string::npos);
  EXPECT_EQ(error_of("x\tp\t-4\n", columns), ":1: the matrix has no column \"-4\"");
  EXPECT_EQ(error_of("x\tp\nx\tq\n", columns), ":2: sample \"x\" is also on an earlier line");
  EXPECT_EQ(error_of("\tp\n", columns), ":1: the sample has no name");
  EXPECT_EQ(error_of("x\n", columns).find(":1: 1 field;"), 0U);
  EXPECT_EQ(error_of("x\tp\n", {"p", "p"}),
            ":1: two columns of the matrix are called \"p\": name them by number");
}

}  // namespace
}  // namespace hapmill::test
