#include "rows/contig_runs.hpp"

#include "hapmill/support/errors.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace hapmill::test {
namespace {

Row row_of(std::string_view text) { return {text.data(), static_cast<std::uint32_t>(text.size())}; }

TEST(ContigNames, AreNumberedInOrderOfAppearance) {
  ContigNames names;
  EXPECT_EQ(names.count(), 0U);
  EXPECT_EQ(names.number_of("x"), 0U);
  EXPECT_EQ(names.number_of("y"), 1U);
  EXPECT_EQ(names.number_of("x"), 0U);
  EXPECT_TRUE(names.has("y"));
  EXPECT_FALSE(names.has("z"));
  EXPECT_EQ(names.name(1), "y");
  auto const* const first = &names.name(0);
  for (int k = 0; k < 10'000; ++k) names.number_of("contig" + std::to_string(k));
  EXPECT_EQ(first, &names.name(0)) << "a name stays where it is";
  EXPECT_EQ(names.count(), 10'002U);
}

TEST(ContigTracker, NoticesEachChange) {
  ContigTracker tracker{'\t'};
  EXPECT_TRUE(tracker.meet(row_of("1\t5\tA")));
  EXPECT_FALSE(tracker.meet(row_of("1\t6\tA")));
  EXPECT_TRUE(tracker.meet(row_of("11\t6\tA"))) << "a longer name that begins the same";
  EXPECT_TRUE(tracker.meet(row_of("1\t6\tA"))) << "a shorter one";
  EXPECT_EQ(tracker.name(), "1");
}

TEST(ContigTracker, RowsWithoutContigBelongToTheOneBefore) {
  ContigTracker tracker{'\t'};
  for (char const* row : {"", "\t1", "x", "a b\t1", "a\x01\t1"}) {
    EXPECT_FALSE(tracker.meet(row_of(row)));
    EXPECT_EQ(tracker.name(), "");
  }
  EXPECT_TRUE(tracker.meet(row_of("x\t1")));
  for (char const* row : {"", "\t1", "y", "a b\t1", "a\x01\t1"})
    EXPECT_FALSE(tracker.meet(row_of(row)));
  EXPECT_EQ(tracker.name(), "x");
}

class ContigRunsTest : public testing::Test {
 protected:
  MatrixInput const& open(std::string const& rows) {
    write_text(folder_.path() / "m", header_text + rows);
    return input_.emplace(input_path(folder_.file("m")));
  }

  /// Returns runs as `contig@begin-end:line`, with offsets from the first row.
  static std::string words(ContigRuns const& found) {
    std::string text;
    for (auto const& run : found.runs) {
      text += found.names.name(run.contig_id) + "@" +
              std::to_string(run.begin - header_text.size()) + "-" +
              std::to_string(run.end - header_text.size()) + ":" + std::to_string(run.first_line) +
              " ";
    }
    return text;
  }

  std::string scanned(std::string const& rows) {
    return words(scan_contig_runs(open(rows), header_, '\t'));
  }

  static inline std::string const header_text = "CHROM\tPOS\tREF\ta\n";
  MatrixHeader const header_{{"a"}, header_text.size(), 2, {}};
  TemporaryFolder folder_;
  std::optional<MatrixInput> input_;
};

TEST_F(ContigRunsTest, ScanFindsEachRunAndItsLine) {
  EXPECT_EQ(scanned("x\t1\nx\t2\ny\t1\nx\t3\n"), "x@0-8:2 y@8-12:4 x@12-16:5 ");
  EXPECT_EQ(scanned("x\t1\ny\t1"), "x@0-4:2 y@4-7:3 ") << "no last newline";
  EXPECT_EQ(scanned(""), "");
}

TEST_F(ContigRunsTest, ScanAddsRowsWithoutContigToTheContigBeforeOrTheFirst) {
  EXPECT_EQ(scanned("\n\t5\nx\t1\n\ny\t1\n"), "x@0-9:2 y@9-13:6 ");
  EXPECT_EQ(scanned("\n\n"), "@0-2:2 ") << "none at all";
}

TEST_F(ContigRunsTest, ScanReadsLinesLongerThanItsSteps) {
  std::string const cells(3'000'000, 'A');
  EXPECT_EQ(scanned("x\t1\t" + cells + "\ny\t1\t" + cells + "\n"),
            "x@0-3000005:2 y@3000005-6000010:3 ");
}

TEST_F(ContigRunsTest, ScanRefusesTooLongALineAndTooManyRuns) {
  auto const& lines = open("x\t1\n" + std::string(max_row_bytes + (2U << 20), 'A'));
  EXPECT_THROW(scan_contig_runs(lines, header_, '\t'), InputError);
  std::string rows;
  for (std::size_t k = 0; k <= max_contig_runs; ++k) rows += k % 2 == 0 ? "x\t\n" : "y\t\n";
  try {
    scanned(rows);
    ADD_FAILURE() << "not refused";
  } catch (InputError const& error) {
    EXPECT_NE(std::string{error.what()}.find("sort -s -k1,1"), std::string::npos);
  }
  rows.resize(max_contig_runs * 3);
  EXPECT_NO_THROW(scanned(rows));
}

/// Rows of contig `a`, 30 MB of them, and one row of contig `b` of this many bytes.
std::string rows_before_long_row(std::size_t last_row_bytes) {
  std::string rows;
  for (int pos = 1; pos <= 1500; ++pos) {
    rows += "a\t" + std::to_string(pos) + "\t" + std::string(20'000, 'G') + "\tA\n";
  }
  return rows + "b\t1\t" + std::string(last_row_bytes, 'G') + "\tA\n";
}

/// Bytes that this process has read so far, by any call.
std::uint64_t bytes_read() {
  std::ifstream io{"/proc/self/io"};
  std::string name;
  std::uint64_t bytes = 0;
  io >> name >> bytes;
  EXPECT_EQ(name, "rchar:");
  return bytes;
}

TEST_F(ContigRunsTest, BisectionFindsAContigInALongLastRow) {
  std::string const rows = rows_before_long_row(4'500'000);
  auto const& input = open(rows);
  auto const before = bytes_read();
  auto const found = bisect_contig_runs(input, header_, '\t');
  EXPECT_LT(bytes_read() - before, rows.size() / 4);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->runs.size(), 2U);
  EXPECT_EQ(found->runs[1].begin, header_.data_begin + rows.find('b'));
}

TEST_F(ContigRunsTest, BisectionReadsAQuarterAtMostBeforeItGivesUp) {
  std::string const rows = rows_before_long_row(40'000'000);
  auto const& input = open(rows);
  auto const before = bytes_read();
  EXPECT_FALSE(bisect_contig_runs(input, header_, '\t'));
  EXPECT_LT(bytes_read() - before, rows.size() / 4);
}

TEST_F(ContigRunsTest, BisectionGivesUpIfThereAreManyContigs) {
  std::string rows;
  for (int k = 0; k < 10'000; ++k) rows += std::to_string(k) + "\t1\n";
  EXPECT_FALSE(bisect_contig_runs(open(rows), header_, '\t'));
}

}  // namespace
}  // namespace hapmill::test
