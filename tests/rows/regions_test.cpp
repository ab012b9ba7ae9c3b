#include "rows/regions.hpp"

#include "hapmill/support/errors.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

ContigNames names_of(std::vector<std::string> const& list) {
  ContigNames names;
  for (auto const& name : list) names.number_of(name);
  return names;
}

std::string words(std::vector<Region> const& regions) {
  std::string text;
  for (auto const& region : regions) text += to_text(region) + " ";
  return text;
}

/// Returns the regions of a --regions list, or the error message.
std::string parsed(std::string const& list, std::vector<std::string> const& contigs) {
  try {
    return words(RegionRequest::from_lists({list}).resolve(names_of(contigs)));
  } catch (UsageError const& error) {
    return error.what();
  }
}

TEST(RegionText, IsAContigAPositionOrARange) {
  EXPECT_EQ(parsed("1,2:5,2:5-,1:-9,1:7-9", {"1", "2"}), "1 2:5-5 2:5- 1:1-9 1:7-9 ");
  EXPECT_EQ(parsed("1:1-", {"1"}), "1 ") << "all of it";
  EXPECT_EQ(parsed("1:2-99999999999999999999999", {"1"}), "1:2- ");
  EXPECT_EQ(parsed("x:2147483647", {"x"}), "x:2147483647- ");
}

TEST(RegionText, NamesTheLongestMatchingContig) {
  EXPECT_EQ(parsed("HLA:A:1-5", {"HLA:A"}), "HLA:A:1-5 ");
  EXPECT_EQ(parsed("HLA:1", {"HLA:1"}), "HLA:1 ");
  EXPECT_EQ(parsed("HLA:1:3", {"HLA:1", "HLA"}), "HLA:1:3-3 ");
  EXPECT_EQ(parsed("HLA:A", {"HLA:A"}), "HLA:A ");
}

TEST(RegionText, WithTwoMeaningsNeedsBraces) {
  std::vector<std::string> const contigs{"a", "a:1-5", "b,c"};
  EXPECT_NE(parsed("a:1-5", contigs).find("write {a:1-5} or {a}:1-5"), std::string::npos);
  EXPECT_EQ(parsed("{a:1-5},{a}:1-5,{b,c}:7", contigs), "a:1-5 a:1-5 b,c:7-7 ");
  EXPECT_EQ(parsed("{a:1-5}:2-3", contigs), "a:1-5:2-3 ");
}

TEST(RegionText, ThatIsInvalidIsRefused) {
  for (char const* text : {"a:0", "a:5-4", "a:-", "a:", "a:x", "a:1-x", "a:1-2-3", "a:1e3", "a:+5",
                           "a:0-5", "a:2147483648", "a: 5", "a:1,", ",a", "a,,a", "{a", "{a}5"}) {
    EXPECT_NE(parsed(text, {"a"}).find("--regions"), std::string::npos) << text;
  }
}

TEST(RegionText, OfAnUnknownContigIsReported) {
  auto const request = RegionRequest::from_lists({"chr1:5,x", "1,chr1", "y:z"});
  auto const names = names_of({"1", "2"});
  EXPECT_EQ(request.unknown_contigs(names), (std::vector<std::string>{"chr1", "x", "y:z"}));
  try {
    request.require_fit("m.tsv", names);
    ADD_FAILURE() << "not refused";
  } catch (InputError const& error) {
    EXPECT_EQ(std::string{error.what()},
              "m.tsv has no contig \"chr1\", which --regions names; it has \"1\", \"2\"");
  }
}

std::string in_file(std::string const& text, bool is_bed) {
  try {
    return words(parse_region_lines(text, is_bed, "r"));
  } catch (InputError const& error) {
    return error.what();
  }
}

TEST(RegionFile, NamedBedCountsFromZeroWithoutTheEnd) {
  EXPECT_EQ(in_file("#c\ntrack x\nbrowser\tx\n\na\t0\t5\tname\t+\r\nb\t7\t8\nc\nd\t4\t4\n", true),
            "a:1-5 b:8-8 c ");
  EXPECT_EQ(in_file("a\t2147483646\t2147483647\na\t2147483647\t99999999999999999999\n", true),
            "a:2147483647- ");
}

TEST(RegionFile, WithOtherNamesCountsFromOneWithTheEnd) {
  EXPECT_EQ(in_file("#c\na\t1\t5\tname\nb\t7\nc\ntrack\t1\t2", false), "a:1-5 b:7-7 c track:1-2 ");
}

TEST(RegionFile, ThatIsInvalidIsRefusedWithItsLine) {
  for (char const* line : {"a\t1", "a\tx\t5", "a\t5\t4", "a 1 5", "\t1\t5", "a\t-1\t5", "a\t\t5"}) {
    EXPECT_EQ(in_file("b\t1\t2\n" + std::string{line} + "\n", true).rfind("r:2: ", 0), 0U) << line;
  }
  for (char const* line : {"a\t0\t5", "a\t5\t4", "a 1", "a\t0", "a\t1\tgene"}) {
    EXPECT_EQ(in_file("b\t1\t2\n" + std::string{line} + "\n", false).rfind("r:2: ", 0), 0U) << line;
  }
  EXPECT_NE(in_file("\x1F\x8B", true).find("gunzip"), std::string::npos);
}

TEST(RegionFile, MayNameAbsentContigs) {
  TemporaryFolder const folder;
  write_text(folder.path() / "r.bed", "z\t1\t2\na\t3\t9\n");
  auto const request = RegionRequest::from_file(input_path(folder.file("r.bed")));
  EXPECT_EQ(words(request.resolve(names_of({"a"}))), "z:2-2 a:4-9 ");
  EXPECT_NO_THROW(request.require_fit("m", names_of({"a"})));
  EXPECT_THROW(request.require_fit("m", names_of({"b"})), InputError) << "none of them";
  write_text(folder.path() / "none", "# none\n");
  auto const none = RegionRequest::from_file(input_path(folder.file("none")));
  EXPECT_TRUE(none.fits(names_of({"a"}))) << "no rows, then";
  EXPECT_THROW(RegionRequest::from_file(input_path(folder.file("missing"))), InputError);
}

TEST(RegionSet, MergesRegionsThatOverlapOrTouch) {
  auto const names = names_of({"a", "b"});
  RegionSet const set{{{"a", {50, 60}},
                       {"b", {}},
                       {"a", {5, 9}},
                       {"c", {1, 2}},
                       {"a", {10, 12}},
                       {"b", {7, 7}},
                       {"a", {14, 20}},
                       {"a", {15, 16}},
                       {"a", {55, max_pos}},
                       {"a", {max_pos, max_pos}}},
                      names};
  EXPECT_EQ(set.of(0), (std::vector<PosRange>{{5, 12}, {14, 20}, {50, max_pos}}));
  EXPECT_EQ(set.of(1), (std::vector<PosRange>{{}}));
}

}  // namespace
}  // namespace hapmill::test
