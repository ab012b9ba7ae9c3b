#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace hapmill::test {
namespace {

using Words = std::initializer_list<std::string_view>;

std::string with_header(std::string const& rows) { return "CHROM\tPOS\tREF\t1a\t1b\n" + rows; }

class BadInput : public ProgramTest {
 protected:
  /// Expects exit code 3, a message with these words and no output, from a file and from a stream.
  void expect_refused(std::string const& text, Words words, Arguments const& options = {}) const {
    write("bad.tsv", text);
    Arguments arguments{"convert", "bad.tsv", "-o", "t.tsv", "--report", "r.json"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    auto const before = names();
    expect_error(run(arguments), 3, words);
    EXPECT_EQ(names(), before);
    if (text.size() > 60'000) return;
    auto const pipe = make_filled_pipe(text);
    Launch launch;
    launch.input = pipe.number();
    arguments[1] = "-";
    auto const finished = run(arguments, launch);
    EXPECT_EQ(finished.exit_code, 3);
    EXPECT_EQ(finished.error.find("bad.tsv"), std::string::npos);
    EXPECT_NE(finished.error.find("standard input"), std::string::npos) << finished.error;
    EXPECT_EQ(names(), before);
  }

  /// Expects the same for a bad row after a good one: the message names its line and what to do,
  /// and --on-bad-row skip leaves it out.
  void expect_row_refused(std::string const& row, Words words, std::string const& reason) const {
    SCOPED_TRACE(row);
    std::string const good = "1\t1\tA\tA\tT\n";
    expect_refused(with_header(good + row + "\n"),
                   {"bad.tsv:3: column ", "(found \"", "--on-bad-row skip", "--rejects"});
    expect_refused(with_header(good + row + "\n"), words);
    auto const finished = run({"convert", "bad.tsv", "-q", "-o", "skipped.tsv", "--on-bad-row",
                               "skip", "--rejects", "r.txt"});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(read("skipped.tsv"),
              "contig\tpos\tref\talt\t1a1b_PI\t1a1b_PG_al\n1\t1\tA\tT\t1\tA|T\n");
    EXPECT_EQ(read("r.txt"), "3\t" + reason + "\t" + row + "\n");
    std::filesystem::remove(file("skipped.tsv"));
    std::filesystem::remove(file("r.txt"));
  }

  void expect_file_refused(Arguments const& options, Words words) const {
    Arguments arguments{"convert", "good.tsv", "-o", "t.tsv"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    expect_error(run(arguments), 3, words);
    EXPECT_FALSE(has("t.tsv"));
  }
};

TEST_F(BadInput, AnEmptyFile) {
  expect_refused("", {"bad.tsv is empty", "CHROM, POS, REF"});
  expect_refused("##one\n##two\n", {"bad.tsv has no header and no rows"});
}

TEST_F(BadInput, HeaderAloneGivesATableWithoutRows) {
  write("m.tsv", with_header(""));
  auto const finished = run({"convert", "m.tsv"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.output, "contig\tpos\tref\talt\t1a1b_PI\t1a1b_PG_al\n");
  EXPECT_NE(finished.error.find("0 rows read"), std::string::npos);
}

TEST_F(BadInput, FilesThatCannotBeOpened) {
  expect_error(run({"convert", "nowhere.tsv"}), 3, {"nowhere.tsv", "No such file"});
  expect_error(run({"convert", "."}), 3, {". is a folder"});
  expect_error(run({"convert", folder_.path().string()}), 3, {"is a folder"});
  write("secret.tsv", with_header(""));
  ::chmod(file("secret.tsv").c_str(), 0);
  Launch launch;
  launch.obeys_permissions = true;
  expect_error(run({"convert", "secret.tsv"}, launch), 3, {"secret.tsv", "Permission denied"});
}

TEST_F(BadInput, TooFewColumns) {
  expect_refused("CHROM\tPOS\tREF\n1\t1\tA\n", {"bad.tsv:1", "3 columns", "haplotype column"});
  expect_refused("CHROM POS REF 1a\n1 1 A T\n", {"bad.tsv:1", "1 column,", "--delimiter"});
  expect_refused("##x\n\n", {"bad.tsv:2", "(found \"\")"});
}

TEST_F(BadInput, EmptyColumnName) {
  expect_refused("CHROM\tPOS\tREF\ta\t\tc\n1\t1\tA\tA\tA\tT\n",
                 {"bad.tsv:1: column 5 has no name"});
}

TEST_F(BadInput, HeaderThatDoesNotFitTheRows) {
  expect_refused("CHROM\tPOS\tREF\ta\tb\tc\n1\t1\tA\tA\tT\n",
                 {"bad.tsv:2: column 6 (c)", "5 of 6 columns", "the header does not fit"});
  expect_refused("CHROM\tPOS\tREF\ta\n1\t1\tA\tA\tT\n",
                 {"bad.tsv:2: column 5 (no name)", "5 columns, the header 4", "(found \"T\")",
                  "the header does not fit"});
}

TEST_F(BadInput, HeaderThatIsTakenForARow) {
  expect_refused("id\tpos\tref\ta\n1\t1\tA\tT\n",
                 {"bad.tsv:1: column 2 (POS)", "(found \"pos\")", "if this line is a header"});
}

TEST_F(BadInput, RowsOfTheWrongLength) {
  expect_row_refused("1\t2\tA\tA",
                     {"column 5 (1b): the row ends after 4 of 5 columns (found \"A\" last)"},
                     "fields");
  expect_row_refused("1\t2\tA\tA\tT\tG\tC",
                     {"column 6 (no name): the row has 7 columns, the header 5 (found \"G\")"},
                     "fields");
  expect_row_refused("1\t2\tA\tA\tT\t", {"column 6 (no name)", "(found \"\")"}, "fields");
  expect_row_refused("1", {"column 2 (POS): the row ends after 1 of 5 columns (found \"1\" last)"},
                     "fields");
  expect_row_refused("", {"column 1 (CHROM): the line is empty (found \"\")"}, "empty-line");
}

TEST_F(BadInput, InvalidPositions) {
  for (std::string const pos : {"0", "-1", "1e9", "2147483648", "99999999999999999999", "+1", "1.0",
                                " 1", "", "x", "0x10"}) {
    expect_row_refused("1\t" + pos + "\tA\tA\tT",
                       {"column 2 (POS)", "1 to 2147483647", "(found \"" + pos + "\")"}, "pos");
  }
}

TEST_F(BadInput, TheLargestPositionIsAccepted) {
  write("m.tsv", with_header("1\t2147483647\tA\tA\tT\n1\t0000000001\tA\tA\tT\n"));
  auto const finished = run({"convert", "m.tsv", "-q"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_NE(finished.output.find("1\t2147483647\tA\tT"), std::string::npos);
}

TEST_F(BadInput, ContigsRefsAndCells) {
  expect_row_refused("\t2\tA\tA\tT", {"column 1 (CHROM)", "name is empty"}, "chrom");
  expect_row_refused("1 x\t2\tA\tA\tT", {"column 1 (CHROM)", "white space", "(found \"1 x\")"},
                     "chrom");
  expect_row_refused("1\t2\t\tA\tT", {"column 3 (REF)", "REF is empty"}, "ref");
  expect_row_refused("1\t2\tA\t\tT", {"column 4 (1a)", "the cell is empty"}, "cell");
  expect_row_refused("1\t2\tA\tA\t", {"column 5 (1b)", "the cell is empty"}, "cell");
  expect_row_refused("1\t2\tA\tA\t\x7F", {"column 5 (1b)", "a control byte", "(found \"\\x7F\")"},
                     "cell");
}

TEST_F(BadInput, NulBytes) {
  using std::string_literals::operator""s;
  expect_row_refused("1\t2\tA\tA\tT\0"s, {"column 5 (1b)", "(found \"T\\x00\")", "NUL byte"},
                     "cell");
  expect_row_refused("1\0\t2\tA\tA\tT"s, {"column 1 (CHROM)", "(found \"1\\x00\")", "NUL byte"},
                     "chrom");
  expect_refused(std::string(5000, '\0'), {"bad.tsv:1: 1 column"});
}

TEST_F(BadInput, BinaryJunk) {
  std::string junk;
  for (int k = 0; k < 20'000; ++k) junk += static_cast<char>(k * 7919 % 251 + 3);
  expect_refused(junk, {"bad.tsv:1"});
  expect_refused(with_header(junk), {"bad.tsv:2"});
  write("bad.tsv", with_header(junk));
  auto const error = run({"convert", "bad.tsv"}).error;
  for (char const byte : error) EXPECT_TRUE(byte == '\n' || byte < 0 || byte >= ' ') << error;
}

TEST_F(BadInput, CorruptCompression) {
  expect_refused("\x1F\x8B\x08 and so on", {"bad.tsv is corrupt at byte 0", "gzip"});
  expect_refused("\x28\xB5\x2F\xFD and so on", {"bad.tsv is corrupt at byte ", "zstd"});
  expect_refused("BZh91AY&SY and so on", {"bad.tsv is compressed by bzip2", "bzip2 -dc FILE |"});
}

TEST_F(BadInput, LineOf100Megabytes) {
  for (auto const& begin : {std::string{}, with_header("1\t1\tA\tA\tT\n1\t2\tA\t")}) {
    write("bad.tsv", begin);
    {
      std::ofstream file{folder_.path() / "bad.tsv", std::ios::app | std::ios::binary};
      std::string const part(1'000'000, 'A');
      for (int k = 0; k < 100; ++k) file << part;
    }
    auto const line = begin.empty() ? "bad.tsv:1: " : "bad.tsv:3: ";
    auto const finished = run({"convert", "bad.tsv", "-o", "t.tsv"});
    expect_error(finished, 3, {line, "longer than 64 MiB"});
    EXPECT_FALSE(has("t.tsv"));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    EXPECT_LT(finished.peak_memory, 320U << 20);
#endif
  }
}

TEST_F(BadInput, PoliciesThatRefuseRows) {
  expect_refused(with_header("1\t1\tA\tR\tT\n"),
                 {"bad.tsv:2: column 4 (1a)", "ambiguity code", "(found \"R\")"},
                 {"--ambiguous", "error"});
  expect_refused(with_header("1\t1\tA\tN\tT\n"), {"bad.tsv:2: column ", "half-call"},
                 {"--missing", "dot", "--half-call", "error"});
}

TEST_F(BadInput, CarriageReturnsAreAccepted) {
  write("m.tsv", "CHROM\tPOS\tREF\t1a\t1b\r\n1\t1\tA\tA\tT\r\n1\t2\tA\tA\tT\n1\t3\tA\tA\tT\r");
  auto const finished = run({"convert", "m.tsv", "-q"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(finished.output,
            "contig\tpos\tref\talt\t1a1b_PI\t1a1b_PG_al\n1\t1\tA\tT\t1\tA|T\n1\t2\tA\tT\t1\tA|T\n"
            "1\t3\tA\tT\t1\tA|T\n");
  expect_refused(with_header("1\t2\tA\tA\tT\r\r\n"),
                 {"bad.tsv:2: column 5 (1b)", "(found \"T\\x0D\")"});
}

TEST_F(BadInput, ByteOrderMarkAndCommentsAreSkippedAndCounted) {
  write("m.tsv", "\xEF\xBB\xBF##made by hand\n##\n" + with_header("1\t0\tA\tA\tT\n"));
  expect_error(run({"convert", "m.tsv"}), 3, {"m.tsv:4: column 2 (POS)"});
  write("m.tsv", "\xEF\xBB\xBF" + with_header("1\t1\tA\tA\tT\n"));
  EXPECT_EQ(run({"convert", "m.tsv", "-q"}).output,
            "contig\tpos\tref\talt\t1a1b_PI\t1a1b_PG_al\n1\t1\tA\tT\t1\tA|T\n");
}

TEST_F(BadInput, SamplesWithTheSameName) {
  write("good.tsv", "CHROM\tPOS\tREF\tx\tx\n1\t1\tA\tA\tT\n");
  expect_file_refused({"--pairs", "none"}, {"two samples", "\"x\"", "--pairs FILE"});
  write("good.tsv", "CHROM\tPOS\tREF\tx_1\tx_2\tx_2\n1\t1\tA\tA\tT\tT\n");
  expect_file_refused({}, {"two samples", "\"x_1x_2\""});
}

TEST_F(BadInput, PairsFiles) {
  write("good.tsv", with_header("1\t1\tA\tA\tT\n"));
  struct Case {
    std::string text;
    Words words;
  };
  for (auto const& [text, words] : std::initializer_list<Case>{
           {"x\t1a\t1b\ny\t1a\t9z\n", {"p.txt:2", "no column \"9z\""}},
           {"# a comment\n\nx\t4\t6\n", {"p.txt:3", "column 6", "4 to 5"}},
           {"x\t3\t4\n", {"p.txt:1", "column 3", "4 to 5"}},
           {"x\t1a\t1b\nx\t1b\t1a\n", {"p.txt:2", "\"x\"", "earlier line"}},
           {"\t1a\t1b\n", {"p.txt:1", "no name"}},
           {"x 1a 1b\n", {"p.txt:1", "1 field;", "TABs"}},
           {"x\t1a\t1b\t1a\n", {"p.txt:1", "4 fields;"}},
           {"x\t1a\t\n", {"p.txt:1", "no column \"\""}},
       }) {
    SCOPED_TRACE(text);
    write("p.txt", text);
    expect_file_refused({"--pairs", "p.txt"}, words);
  }
  expect_file_refused({"--pairs", "adjacant"},
                      {"--pairs adjacant", "auto, adjacent, self", "none"});
  expect_file_refused({"--pairs", "."}, {"is a folder"});
  write("good.tsv", "CHROM\tPOS\tREF\tx\tx\n1\t1\tA\tA\tT\n");
  write("p.txt", "s\tx\t5\n");
  expect_file_refused({"--pairs", "p.txt"}, {"p.txt:1", "two columns", "by number"});
}

TEST_F(BadInput, HeaderFiles) {
  write("good.tsv", "1\t1\tA\tA\tT\n");
  write("h.txt", "CHROM\tPOS\tREF\ta\tb\nCHROM\tPOS\tREF\ta\tb\n");
  expect_file_refused({"--header", "h.txt"}, {"h.txt", "2 lines", "header is one"});
  write("h.txt", "");
  expect_file_refused({"--header", "h.txt"}, {"h.txt", "no lines", "header is one"});
  write("h.txt", "CHROM\tPOS\tREF\n");
  expect_file_refused({"--header", "h.txt"}, {"h.txt:1", "3 columns"});
  write("h.txt", "CHROM\tPOS\tREF\t\tb\n");
  expect_file_refused({"--header", "h.txt"}, {"h.txt:1", "column 4 has no name"});
  write("h.txt", "CHROM\tPOS\tREF\ta\tb\tc\n");
  expect_file_refused({"--header", "h.txt"}, {"good.tsv:1: column 6 (c)", "header does not fit"});
  expect_file_refused({"--header", "nowhere"}, {"nowhere", "No such file"});
  write("good.tsv", with_header("1\t1\tA\tA\tT\n"));
  write("h.txt", "CHROM\tPOS\tREF\ta\tb\n");
  expect_file_refused({"--header", "h.txt"},
                      {"good.tsv:1: column 2 (POS)", "--header to be left out"});
}

TEST_F(BadInput, ColumnNamesFiles) {
  write("good.tsv", "1\t1\tA\tA\tT\n");
  write("n.txt", "a\n\n");
  expect_file_refused({"--column-names", "n.txt"}, {"n.txt:2", "no name"});
  write("n.txt", "");
  expect_file_refused({"--column-names", "n.txt"}, {"n.txt", "no column names"});
  write("n.txt", "a\nb\nc\n");
  expect_file_refused({"--column-names", "n.txt"}, {"good.tsv:1: column 6 (c)"});
}

}  // namespace
}  // namespace hapmill::test
