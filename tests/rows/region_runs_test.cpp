#include "rows/region_runs.hpp"

#include "hapmill/support/errors.hpp"
#include "rows/broken_plan.hpp"
#include "rows/file_source.hpp"
#include "rows/input_plan.hpp"
#include "rows/position_check.hpp"
#include "support/conversion_properties.hpp"
#include "support/listed_paths.hpp"
#include "support/random.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>

namespace hapmill::test {
namespace {

/// A file with rows of one contig, and a slow search for the rows of regions.
class RegionRunsTest : public testing::Test {
 protected:
  struct MadeRow {
    std::string text;
    std::uint32_t pos;  ///< 0 if it is not valid
  };

  void open(std::vector<MadeRow> rows, bool has_last_newline = true) {
    rows_ = std::move(rows);
    std::string text = "CHROM\tPOS\tREF\ta\n";
    data_begin_ = text.size();
    for (auto const& row : rows_) text += row.text + "\n";
    if (!has_last_newline && !rows_.back().text.empty()) text.pop_back();
    write_text(folder_.path() / "m", text);
    input_.emplace(input_path(folder_.file("m")));
    run_ = {data_begin_, input_->size(), 2, 0};
  }

  WantedRows wanted(std::vector<PosRange> const& ranges) const {
    return {*input_, data_begin_, '\t', run_, contig_, ranges};
  }

  /// Returns the lines of the rows, found by checking each row.
  std::string expected(std::vector<PosRange> const& ranges) const {
    std::string text;
    std::uint32_t pos = 0;
    for (auto const& row : rows_) {
      if (pos == 0) pos = row.pos;
    }
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      if (rows_[k].pos != 0) pos = rows_[k].pos;
      for (auto const& range : ranges) {
        if (pos >= range.first && pos <= range.last) text += std::to_string(k + 2) + " ";
      }
    }
    return text;
  }

  /// The same of runs that were found, and whether they know their lines.
  std::string lines_of(std::vector<PlacedStretch> const& runs) const {
    std::string text;
    std::uint64_t offset = data_begin_;
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      for (auto const& [run, range] : runs) {
        bool const knows_line = run.begin == offset && run.first_line != 0;
        EXPECT_TRUE(!knows_line || run.first_line == k + 2);
        if (offset >= run.begin && offset < run.end) text += std::to_string(k + 2) + " ";
      }
      offset += rows_[k].text.size() + 1;
    }
    return text;
  }

  /// Loads every row of the runs and checks it.
  void check(std::vector<PlacedStretch> const& runs, std::size_t chunk_bytes = 3'000'000) const {
    ContigRuns found;
    found.names.number_of(contig_);
    for (auto const& part : runs) found.runs.push_back(part.run);
    auto const plan = make_input_plan(std::move(found), ContigOrder::first);
    FileSource source{*input_, plan, data_begin_, chunk_bytes};
    PositionCheck{source, '\t'}.check_all();
  }

  TemporaryFolder folder_;
  std::string const contig_ = "c";
  std::vector<MadeRow> rows_;
  std::uint64_t data_begin_ = 0;
  std::optional<MatrixInput> input_;
  Stretch run_;
};

std::string row_text(std::uint32_t pos, std::size_t size) {
  return "c\t" + std::to_string(pos) + "\t" + std::string(size, 'G') + "\tA";
}

std::vector<PosRange> make_ranges(Random& random, std::uint32_t last) {
  std::vector<Region> regions;
  for (std::uint64_t k = random.between(1, 6); k > 0; --k) {
    auto const first = static_cast<std::uint32_t>(random.between(1, last + 5));
    std::uint64_t const length = random.one_in(3) ? 0 : random.below(last / 4 + 1);
    regions.push_back({"c", {first, static_cast<std::uint32_t>(first + length)}});
    if (random.one_in(8)) regions.back().pos.last = max_pos;
  }
  ContigNames names;
  names.number_of("c");
  return RegionSet{regions, names}.of(0);
}

TEST_F(RegionRunsTest, ScanFindsTheRowsInAnyOrder) {
  for (std::uint64_t seed = 1; seed <= 300 / sanitizer_divisor; ++seed) {
    Random random{seed};
    std::vector<MadeRow> rows;
    for (std::uint64_t k = random.between(1, 30); k > 0; --k) {
      auto const pos = static_cast<std::uint32_t>(random.between(1, 20));
      if (random.one_in(5)) {
        rows.push_back(
            {random.pick(std::vector<std::string>{"", "x", "c\t", "c\t1e5\tA", "\t5\tA"}), 0});
      } else {
        rows.push_back({row_text(pos, 2), pos});
      }
    }
    open(rows, random.one_in(2));
    auto const ranges = make_ranges(random, 20);
    ASSERT_EQ(lines_of(scan_positions(wanted(ranges))), expected(ranges)) << "seed " << seed;
  }
}

TEST_F(RegionRunsTest, BisectionFindsTheSameAsAScanIfPositionsAscend) {
  std::uint64_t bisected = 0;
  std::uint64_t const seed_count = 24 / sanitizer_divisor;
  for (std::uint64_t seed = 1; seed <= seed_count; ++seed) {
    Random random{seed};
    std::vector<MadeRow> rows;
    std::size_t const size = random.pick(std::vector<std::size_t>{500, 5000, 50'000, 100'000});
    std::uint32_t pos = static_cast<std::uint32_t>(random.between(1, 10));
    std::uint64_t const step = random.pick(std::vector<std::uint64_t>{1, 4, 1000});
    bool const has_odd_rows = random.one_in(2);
    for (std::size_t left = 24U << 20; left > size; left -= size) {
      if (has_odd_rows && random.one_in(4)) {
        rows.push_back({random.pick(std::vector<std::string>{"", "x", "c\t0\tA", "\t5\tA"}), 0});
        continue;
      }
      rows.push_back({row_text(pos, random.between(size / 2, size)), pos});
      pos += static_cast<std::uint32_t>(random.below(step + 1));
    }
    open(rows, random.one_in(2));
    auto const ranges = make_ranges(random, pos);
    auto const found = bisect_positions(wanted(ranges));
    if (!found) continue;
    ++bisected;
    ASSERT_EQ(lines_of(*found), expected(ranges)) << "seed " << seed;
    ASSERT_NO_THROW(check(*found)) << "seed " << seed;
  }
  EXPECT_GE(2 * bisected, seed_count);
}

TEST_F(RegionRunsTest, BisectionLeavesSmallFilesAndManyRangesToAScan) {
  std::vector<MadeRow> rows;
  for (std::uint32_t pos = 1; pos <= 1000; ++pos) rows.push_back({row_text(pos, 100), pos});
  open(rows);
  EXPECT_FALSE(bisect_positions(wanted({{5, 6}})));
  rows.clear();
  for (std::uint32_t pos = 1; pos <= 20'000; ++pos) rows.push_back({row_text(pos, 1000), pos});
  open(rows);
  EXPECT_TRUE(bisect_positions(wanted({{500, 600}})));
  std::vector<PosRange> ranges;
  for (std::uint32_t pos = 1; pos < 20'000; pos += 20) ranges.push_back({pos, pos + 5});
  EXPECT_FALSE(bisect_positions(wanted(ranges)));
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

TEST_F(RegionRunsTest, BisectionOfLongRowsReadsAQuarterAtMost) {
  std::vector<MadeRow> rows;
  for (std::uint32_t pos = 1; pos <= 40; ++pos) rows.push_back({row_text(pos, 1'000'000), pos});
  open(rows);
  auto const before = bytes_read();
  EXPECT_FALSE(bisect_positions(wanted({{3, 4}, {20, 21}, {30, 35}})));
  auto const read = bytes_read() - before;
  EXPECT_GT(read, 1'000'000U) << "it is counted at all";
  EXPECT_LT(read, (run_.end - run_.begin) / 4 + 1000);
}

TEST_F(RegionRunsTest, DisorderShowsAtAProbeAtABorderOrWhenRowsAreRead) {
  std::vector<MadeRow> rows;
  for (std::uint32_t pos = 1; pos <= 20'000; ++pos) rows.push_back({row_text(pos, 1000), pos});
  std::vector<PosRange> const ranges{{5000, 7000}};
  auto const swapped = [&](std::size_t a, std::size_t b) {
    auto changed = rows;
    std::swap(changed[a], changed[b]);
    return changed;
  };
  open(swapped(4990, 4995));
  EXPECT_FALSE(bisect_positions(wanted(ranges))) << "at a border";
  auto halves = rows;
  std::rotate(halves.begin(), halves.begin() + 12'000, halves.end());
  open(halves);
  EXPECT_FALSE(bisect_positions(wanted(ranges))) << "at probes";
  open(swapped(6000, 6001));
  auto const found = bisect_positions(wanted(ranges));
  ASSERT_TRUE(found);
  EXPECT_THROW(check(*found), BrokenPlan) << "among rows that are read";
  open(swapped(6000, 19'990));
  EXPECT_THROW(check(*bisect_positions(wanted(ranges))), BrokenPlan) << "a row of elsewhere";
}

TEST_F(RegionRunsTest, DisorderBetweenChunksIsNoticed) {
  std::vector<MadeRow> rows;
  for (std::uint32_t pos = 100'001; pos <= 120'000; ++pos)
    rows.push_back({row_text(pos, 1000), pos});
  std::swap(rows[5999], rows[6000]);
  open(rows);
  auto const found = bisect_positions(wanted({{105'001, 107'000}}));
  ASSERT_TRUE(found);
  std::size_t const row_bytes = rows[0].text.size() + 1;
  EXPECT_THROW(check(*found, 1000 * row_bytes), BrokenPlan) << "each chunk ascends";
  EXPECT_THROW(check(*found, 1001 * row_bytes), BrokenPlan) << "a chunk does not";
  EXPECT_THROW(check(*found, row_bytes / 3), BrokenPlan) << "in most chunks no row begins";
}

TEST_F(RegionRunsTest, ARowOfAnotherContigBreaksThePlan) {
  std::vector<MadeRow> rows;
  for (std::uint32_t pos = 1; pos <= 20'000; ++pos) rows.push_back({row_text(pos, 1000), pos});
  for (std::size_t k = 4000; k < 9000; ++k) rows[k].text[0] = 'd';
  open(rows);
  std::vector<PosRange> const ranges{{100, 200}};
  EXPECT_THROW(bisect_positions(wanted(ranges)), BrokenPlan);
  EXPECT_THROW(scan_positions(wanted(ranges)), BrokenPlan);
}

TEST_F(RegionRunsTest, TooManyAlternationsInAndOutOfARegionAreRefused) {
  std::string text = "CHROM\tPOS\tREF\ta\n";
  for (std::size_t k = 0; k <= max_contig_runs; ++k) text += "c\t1\t\nc\t2\t\n";
  write_text(folder_.path() / "m", text);
  input_.emplace(input_path(folder_.file("m")));
  run_ = {16, input_->size(), 2, 0};
  EXPECT_THROW(scan_positions(wanted({{1, 1}})), InputError);
}

}  // namespace
}  // namespace hapmill::test
