#include "matrix/sample_choice.hpp"

#include "hapmill/support/errors.hpp"
#include "matrix/near_names.hpp"
#include "matrix/sample_pairs.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

using Names = std::vector<std::string>;

Names const columns{"1a", "1b", "2a", "2b", "x y_1", "x y_2", "z"};

class SampleChoiceTest : public testing::Test {
 protected:
  Names chosen(SampleChoice const& choice) const {
    Names names;
    for (auto const& sample : choose_samples(make_samples(columns, {}), columns, choice)) {
      names.push_back(sample.name + ":" + std::to_string(sample.columns.first));
    }
    return names;
  }

  static SampleChoice by_list(std::string const& list) {
    SampleChoice choice;
    choice.take_list(list);
    return choice;
  }

  SampleChoice by_file(std::string const& text, bool excludes = false) const {
    write_text(folder_.path() / "names", text);
    SampleChoice choice;
    choice.take_file(input_path(folder_.file("names")), excludes);
    return choice;
  }

  SampleChoice renaming(std::string const& text, SampleChoice choice = {}) const {
    write_text(folder_.path() / "rename", text);
    choice.rename_path = input_path(folder_.file("rename"));
    return choice;
  }

  /// Returns the message without the folder.
  std::string error_of(SampleChoice const& choice) const {
    try {
      chosen(choice);
    } catch (InputError const& error) {
      std::string const text = error.what();
      std::string const folder = folder_.path().string() + "/";
      return text.starts_with(folder) ? text.substr(folder.size()) : text;
    }
    return "none";
  }

  TemporaryFolder folder_;
};

TEST_F(SampleChoiceTest, WithoutAChoiceLeavesSamplesAsTheyAre) {
  EXPECT_EQ(chosen({}), (Names{"1a1b:0", "2a2b:2", "x y_1x y_2:4"}));
}

TEST_F(SampleChoiceTest, SelectsSamplesInTheRequestedOrder) {
  EXPECT_EQ(chosen(by_list("2a2b,1a1b")), (Names{"2a2b:2", "1a1b:0"}));
  EXPECT_EQ(chosen(by_file("x y_1x y_2\r\n\n# not now\n1a1b")), (Names{"x y_1x y_2:4", "1a1b:0"}));
}

TEST_F(SampleChoiceTest, KeepsTheOrderOfSamplesWhenExcluding) {
  EXPECT_EQ(chosen(by_list("^2a2b")), (Names{"1a1b:0", "x y_1x y_2:4"}));
  EXPECT_EQ(chosen(by_file("x y_1x y_2\n1a1b\n", true)), Names{"2a2b:2"});
}

TEST_F(SampleChoiceTest, NamesTheWrongNameAndSimilarNames) {
  EXPECT_EQ(error_of(by_list("1a1b,q")),
            "--samples: no sample is called \"q\"; there are \"1a1b\", \"2a2b\", \"x y_1x y_2\"");
  EXPECT_EQ(error_of(by_list("1A1B")),
            "--samples: no sample is called \"1A1B\"; is \"1a1b\" meant?");
  EXPECT_EQ(error_of(by_list("^2a")),
            "--samples: no sample is called \"2a\"; the column \"2a\" is of the sample \"2a2b\"");
  EXPECT_EQ(error_of(by_list("z")),
            "--samples: no sample is called \"z\"; the column \"z\" is in no pair: see --unpaired");
  EXPECT_EQ(error_of(by_list("")).find("--samples: no sample is called \"\"; there are"), 0U);
  EXPECT_EQ(error_of(by_file("1a1b\n2a2\n")),
            "names:2: no sample is called \"2a2\"; is \"2a2b\" meant?");
}

TEST_F(SampleChoiceTest, RefusesEmptyAndRepeatedChoices) {
  EXPECT_EQ(error_of(by_list("1a1b,2a2b,1a1b")), "--samples: sample \"1a1b\" is named twice");
  EXPECT_EQ(error_of(by_file("1a1b\n1a1b\n", true)), "names:2: sample \"1a1b\" is named twice");
  EXPECT_EQ(error_of(by_file("\n#\n")), "names names no sample: write one on each line");
  EXPECT_EQ(error_of(by_file("1a1b\n2a2b\nx y_1x y_2\n", true)),
            "no sample is left: all are excluded");
  EXPECT_THROW(SampleChoice{}.take_file(input_path(""), true), UsageError);
}

TEST_F(SampleChoiceTest, RenamesByTabsOrBySpaces) {
  EXPECT_EQ(chosen(renaming("1a1b\tnew name\r\n\n# swapped\n  2a2b   second \nx y_1x y_2\t2a2b")),
            (Names{"new name:0", "second:2", "2a2b:4"}));
}

TEST_F(SampleChoiceTest, RenamesSamplesThatAreChosenByTheirOldNames) {
  EXPECT_EQ(chosen(renaming("1a1b p\n2a2b q\n", by_list("2a2b"))), Names{"q:2"});
  // The name of a sample that is left out can be used.
  EXPECT_EQ(chosen(renaming("1a1b 2a2b\n", by_list("^2a2b"))), (Names{"2a2b:0", "x y_1x y_2:4"}));
}

TEST_F(SampleChoiceTest, RefusesInvalidRenamings) {
  EXPECT_EQ(error_of(renaming("1a1b p\n2a q\n")),
            "rename:2: no sample is called \"2a\"; the column \"2a\" is of the sample \"2a2b\"");
  EXPECT_EQ(error_of(renaming("1a1b p\n2a2b p\n")),
            "rename:2: an earlier line gives the name \"p\" too");
  EXPECT_EQ(error_of(renaming("1a1b p\n1a1b q\n")),
            "rename:2: an earlier line renames \"1a1b\" too");
  EXPECT_EQ(error_of(renaming("#\n1a1b 2a2b\n")),
            "rename:2: \"1a1b\" cannot be called \"2a2b\": another sample is");
  for (char const* line : {"1a1b", "1a1b p q", "1a1b\t", "\tp", "1a1b\tp\tq"}) {
    EXPECT_EQ(error_of(renaming(line)).find("rename:1: a line is a sample's name and its new one"),
              0U)
        << line;
  }
}

TEST(NearNames, FindsSimilarNamesTheNearestFirst) {
  Names const names{"Col-0", "col-0", "Ler-1", "Ler-10", "Cvi"};
  EXPECT_EQ(describe_near_names("COL-0", names), "is \"Col-0\" or \"col-0\" meant?");
  EXPECT_EQ(describe_near_names("Ler-1x", names), "is \"Ler-1\" or \"Ler-10\" meant?");
  EXPECT_EQ(describe_near_names("Le", names), "is \"Ler-1\" or \"Ler-10\" meant?");
  EXPECT_EQ(describe_near_names("Clo-0", names), "is \"Col-0\" or \"col-0\" meant?");
  EXPECT_EQ(describe_near_names("cvj", names), "is \"Cvi\" meant?");
}

TEST(NearNames, ListsAllNamesIfNoneIsSimilar) {
  EXPECT_EQ(describe_near_names("q", {"a"}), "there is \"a\"");
  EXPECT_EQ(describe_near_names("", {"a", "b"}), "there are \"a\", \"b\"");
  EXPECT_EQ(describe_near_names("qqqq", {"a", "b", "c", "d", "e"}),
            "there are \"a\", \"b\", \"c\" and 2 more");
  EXPECT_EQ(describe_near_names(std::string(1000, 'q'), {std::string(1001, 'r')}).find("there is"),
            0U);
}

}  // namespace
}  // namespace hapmill::test
