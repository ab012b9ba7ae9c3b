// Tests matrices with other columns than CHROM, POS, REF and cells.
#include "support/program.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hapmill::test {
namespace {

/// A matrix like the quality matrices of the 1001 Genomes: no header, a call and a quality per
/// accession.
std::string const shore_rows =
    "1\t5\tA\tC\t30\tN\t3\n"
    "1\t7\tG\tG\t20\tT\t9\n"
    "2\t1\tA\tA\t9\tA\t40\n"
    "2\t2\tC\tT\t25\tC\t40\n";

class Columns : public ProgramTest {
 protected:
  /// Converts a matrix with these options and returns the rows of the table without their PI
  /// columns.
  std::string convert(std::string const& matrix, Arguments const& options) const {
    auto const finished = start(matrix, options);
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    return finished.output;
  }
  Finished start(std::string const& matrix, Arguments const& options) const {
    write("m.tsv", matrix);
    Arguments arguments{"convert", "m.tsv", "--pairs", "none"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return run(arguments);
  }
  void expect_refused(std::string const& matrix, Arguments const& options, int exit_code,
                      std::initializer_list<std::string_view> words) const {
    expect_error(start(matrix, options), exit_code, words);
  }

  std::string const plain_ = "CHROM\tPOS\tREF\ta\tb\n1\t2\tA\tC\tA\n";
  std::string const table_ =
      "contig\tpos\tref\talt\ta_PI\ta_PG_al\tb_PI\tb_PG_al\n"
      "1\t2\tA\tC\t1\tC\t1\tA\n";
};

TEST_F(Columns, OfCallAndQualityGiveCalls) {
  EXPECT_EQ(convert(shore_rows, {"--cell-columns", "call,quality"}),
            "contig\tpos\tref\talt\ts1_PI\ts1_PG_al\ts2_PI\ts2_PG_al\n"
            "1\t5\tA\tC\t1\tC\t1\tA\n"
            "1\t7\tG\tT\t1\tG\t1\tT\n"
            "2\t2\tC\tT\t2\tT\t2\tC\n");
  EXPECT_EQ(convert(shore_rows, {"--cell-columns", "call,quality", "--min-quality", "26",
                                 "--missing", "keep", "--missing-code", "?"}),
            "contig\tpos\tref\talt\ts1_PI\ts1_PG_al\ts2_PI\ts2_PG_al\n"
            "1\t5\tA\tC\t1\tC\t1\t?\n");
}

TEST_F(Columns, AreReadFromAStreamLikeFromAFile) {
  Arguments const options{
      "--cell-columns", "call,quality", "--min-quality", "10",          "-O", "v",
      "--ps",           "--contigs",    "1,2",           "--no-version"};
  auto const expected = convert(shore_rows, options);
  auto const pipe = make_filled_pipe(shore_rows);
  Launch launch;
  launch.input = pipe.number();
  Arguments arguments{"convert", "-", "--pairs", "none", "--chunk-size", "30"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  auto const finished = run(arguments, launch);
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(finished.output, expected);
  EXPECT_NE(expected.find("2\t2\t.\tC\tT\t.\tPASS\tAC=1;AN=2;NS=2\tGT:PS\t1:1\t0:1\n"),
            std::string::npos)
      << expected;
}

TEST_F(Columns, GetNamesFromTheListOfEcotypes) {
  for (std::string const list :
       {"6909\n88\n", "6909,Col-0,USA,38.3,-92.3\n88,\"CYR, a place\",FRA,47.4,0.68\n",
        "\xEF\xBB\xBF\"6909\",\"Col-0\"\r\n\"88\",\"CYR\"\r\n", "6909\tCol-0, USA\n88\tCYR\n"}) {
    write("names.csv", list);
    auto const table =
        convert(shore_rows, {"--cell-columns", "call,quality", "--column-names", "names.csv"});
    EXPECT_EQ(table.substr(0, table.find('\n')),
              "contig\tpos\tref\talt\t6909_PI\t6909_PG_al\t88_PI\t88_PG_al");
  }
}

TEST_F(Columns, MessagesNameTheOriginalRow) {
  Arguments const options{"--cell-columns", "call,quality"};
  expect_refused(shore_rows + "2\t9\tA\tA\tx7\tC\t3\n", options, 3,
                 {"m.tsv:5: column 5 (quality of s1): not a quality, a number (found \"x7\")",
                  "--cell-columns", "--on-bad-row skip"});
  expect_refused(shore_rows + "2\t9\tA\tA\t7\tC\n", options, 3,
                 {"m.tsv:5: column 7 (quality of s2): the row ends after 6 of 7 columns (found "
                  "\"C\" last)"});
  expect_refused(
      shore_rows + "2\t9\tA\tA\t7\tC\t4\t5\n", options, 3,
      {"m.tsv:5: column 8 (no name): the row has 8 columns, the header 7 (found \"5\")"});
  expect_refused(shore_rows + "2\tx\tA\tA\t7\tC\t4\n", options, 3,
                 {"m.tsv:5: column 2 (POS): not a position", "(found \"x\")"});
  expect_refused(shore_rows + "2\t9\tA\tA\t7\t\t4\n", options, 3,
                 {"m.tsv:5: column 6 (s2): the cell is empty (found \"\")"});
  expect_refused(shore_rows + "\n", options, 3, {"m.tsv:5: column 1 (CHROM): the line is empty"});
}

TEST_F(Columns, RejectedRowsAreKeptUnchanged) {
  std::string const bad =
      "2\t9\tA\tA\tx7\tC\t3\r\n\n\n2\tx\tA\tA\t7\tC\t4\n2\t9\n \t3\tA\tA\t7\tC\t4\n";
  for (std::string const chunk : {"1", "50", "1M"}) {
    convert(shore_rows + bad, {"--cell-columns", "call,quality", "--on-bad-row", "skip",
                               "--rejects", "r.txt", "--chunk-size", chunk});
    EXPECT_EQ(read("r.txt"),
              "5\tquality\t2\t9\tA\tA\tx7\tC\t3\n6\tempty-line\t\n7\tempty-line\t\n"
              "8\tpos\t2\tx\tA\tA\t7\tC\t4\n9\tfields\t2\t9\n10\tchrom\t \t3\tA\tA\t7\tC\t4\n");
  }
}

TEST_F(Columns, AreWhereTheOptionSays) {
  EXPECT_EQ(convert("id\ta\tREF\tchr\tpos\tb\nx\tC\tA\t1\t2\tA\n",
                    {"--columns", "chrom=4,pos=5,ref=3,skip=1"}),
            table_);
  EXPECT_EQ(convert("CHROM\tPOS\tREF\tID\tQUAL\tFILTER\ta\tb\n1\t2\tA\t.\t3\tPASS\tC\tA\n",
                    {"--columns", "skip=4:6"}),
            table_);
  EXPECT_EQ(convert("\xEF\xBB\xBF##x\r\nPOS\t#Chrom\tREF\ta\tb\r\n2\t1\tA\tC\tA\r\n",
                    {"--columns", "chrom=2,pos=1"}),
            table_);
}

TEST_F(Columns, NumbersOfPairsAreThoseOfTheWholeMatrix) {
  std::string const matrix = "CHROM\tPOS\tREF\tID\ta\tqa\tb\tqb\n1\t2\tA\t.\tC\t1\tA\t9\n";
  write("m.tsv", matrix);
  write("pairs.txt", "x\t7\t5\n");
  Arguments const arguments{"convert",        "m.tsv",        "--columns", "skip=4",
                            "--cell-columns", "call,quality", "--pairs",   "pairs.txt"};
  auto const finished = run(arguments);
  EXPECT_EQ(finished.output, "contig\tpos\tref\talt\tx_PI\tx_PG_al\n1\t2\tA\tC\t1\tA|C\n")
      << finished.error;
  for (std::string const number : {"4", "6", "8", "9", "0", "3"}) {
    write("pairs.txt", "x\t5\ny\t" + number + "\n");
    expect_error(run(arguments), 3,
                 {"pairs.txt:2", "column " + number, "2 of those from 5 to 7", "--cell-columns"});
  }
}

TEST_F(Columns, AnAltColumnOfTheHeaderIsSkippedAndReported) {
  std::string const matrix = "CHROM\tPOS\tREF\tALT\ta\tb\n1\t2\tA\tC\tC\tA\n";
  auto const finished = start(matrix, {"--report", "r.json"});
  EXPECT_EQ(finished.output, table_);
  EXPECT_NE(finished.error.find("column 4 (ALT) is skipped"), std::string::npos) << finished.error;
  EXPECT_NE(read("r.json").find("column 4 (ALT) is skipped"), std::string::npos);
  EXPECT_EQ(convert(matrix, {"--columns", "alt=4"}), table_);
  EXPECT_NE(convert(matrix, {"--columns", "chrom=1,pos=2,ref=3"}).find("ALT_PI"),
            std::string::npos);
  write("header.txt", "CHROM\tPOS\tREF\tALT\ta\tb\n");
  EXPECT_EQ(convert("1\t2\tA\tC\tC\tA\n", {"--header", "header.txt"}), table_);
}

TEST_F(Columns, CellsAreCheckedAgainstTheAltColumn) {
  std::string const header = "CHROM\tPOS\tREF\tALT\ta\tb\tc\td\n";
  std::string const good =
      "1\t1\tA\tC,AT\tC\tAT\tN\t-\n1\t2\tA\t.\tA\tA\tA\tN\n1\t3\tA\tC,\tA\tC\tA\tA\n";
  convert(header + good, {"--columns", "alt=4"});
  for (std::string const row : {"1\t9\tA\tC\tC\tT\tA\tA\n", "1\t9\tA\t.\tC\tT\tA\tA\n",
                                "1\t9\tA\t\tA\tT\tA\tA\n", "1\t9\tA\tCT\tA\tT\tA\tA\n"}) {
    auto const finished = start(header + good + row, {"--columns", "alt=4"});
    expect_error(finished, 3,
                 {"m.tsv:5: column ", "that the row's ALT column does not list",
                  "name it skip in --columns"});
  }
  convert(header + "1\t9\ta\tc\tC\tA\tA\tA\n", {"--columns", "alt=4", "--fold-case", "on"});
  expect_refused(header + "1\t9\ta\tc\tC\tA\tA\tA\n", {"--columns", "alt=4"}, 3, {"m.tsv:2"});
}

TEST_F(Columns, ACarriageReturnInACellDoesNotEndTheLine) {
  std::string const header = "CHROM\tPOS\tREF\tx\ta\tb\n1\t1\tA\tC\tA\tC\r\n";
  for (std::string const cell : {"A\r", "\r", "AC\r"}) {
    for (std::string const columns : {"skip=4", "alt=4"}) {
      expect_refused(header + "1\t2\tA\tC\tA\t" + cell + "\r\n1\t3\tA\tC\tA\tC\n",
                     {"--columns", columns}, 3,
                     {"m.tsv:3: column 6 (b): a control byte in a cell"});
    }
    expect_refused("1\t2\tA\t3\tA\t4\t" + cell + "\r\n1\t3\tA\t5\tA\t6\tC\n",
                   {"--cell-columns", "quality,call"}, 3,
                   {"m.tsv:1: column 7 (s2): a control byte"});
  }
}

TEST_F(Columns, NoOtherColumnIsTakenForRef) {
  expect_refused(
      "CHROM\tPOS\tID\tREF\tALT\ta\n1\t2\t.\tA\tC\tC\n", {}, 3,
      {"m.tsv:1", "column 4 is called REF, and not column 3 (ID)", "--columns ref=4,alt=5,skip=3"});
}

TEST_F(Columns, MayBeSeparatedByRunsOfSpaces) {
  EXPECT_EQ(convert("CHROM POS REF  a  b\n  1   2  A   C A  \n", {"--delimiter", "spaces"}),
            table_);
  EXPECT_EQ(convert("CHROM;POS;REF;a;b\n1;2;A;C;A\n", {"--delimiter", ";"}), table_);
  EXPECT_EQ(convert("CHROM,POS,REF,a,b\n1,2,A,C,A\n", {"--delimiter", ","}), table_);
  expect_refused("CHROM POS REF a\n1 2 A\n", {"--delimiter", "spaces"}, 3,
                 {"m.tsv:2: column 4 (a): the row ends after 3 of 4 columns"});
}

TEST_F(Columns, ContradictoryOptionsAreRefused) {
  auto const refuse = [&](Arguments const& options, std::initializer_list<std::string_view> words) {
    expect_refused(plain_, options, 2, words);
  };
  refuse({"--columns", "chrom"}, {"--columns chrom", "is no NAME=COLUMN", "skip=5:9"});
  refuse({"--columns", "id=4"}, {"id is not one of: chrom, pos, ref, alt, skip"});
  refuse({"--columns", "chrom=0"}, {"\"0\" is not a column", "counted from 1"});
  refuse({"--columns", "chrom=x"}, {"\"x\" is not a column"});
  refuse({"--columns", "chrom=2"}, {"column 2 is both chrom and pos"});
  refuse({"--columns", "skip=3"}, {"column 3 is both ref and skip"});
  refuse({"--columns", "skip=4,skip=4"}, {"column 4 is both skip and skip"});
  refuse({"--columns", "pos=2,pos=5"}, {"pos is named twice"});
  refuse({"--columns", "skip=9:4"}, {"skip=9:4 is no range"});
  refuse({"--cell-columns", "quality"}, {"one call"});
  refuse({"--cell-columns", "call,call"}, {"one call"});
  refuse({"--cell-columns", "call,quality,quality"}, {"at most one quality"});
  refuse({"--cell-columns", "call,depth"}, {"depth", "call, quality, skip"});
  refuse({"--min-quality", "5"}, {"--cell-columns call,quality"});
  refuse({"--cell-columns", "call,quality", "--min-quality", "-5"}, {"-5 is not a number"});
  refuse({"--delimiter", "tabs"}, {"a single byte", "spaces"});
  expect_refused(plain_, {"--columns", "skip=9"}, 3, {"m.tsv:1", "5 columns", "column 9"});
  expect_refused(plain_, {"--columns", "skip=4:5"}, 3, {"m.tsv:1", "at least one haplotype"});
  expect_refused(plain_ + "", {"--cell-columns", "call,quality,skip"}, 3,
                 {"m.tsv:1", "2 columns of cells", "3 at a time"});
  write("names.txt", "a\n");
  expect_refused("1\t2\tA\tC\n", {"--columns", "skip=6", "--column-names", "names.txt"}, 3,
                 {"names.txt (1 name", "column 6"});
}

}  // namespace
}  // namespace hapmill::test
