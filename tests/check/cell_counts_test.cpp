#include "check/cell_counts.hpp"

#include "support/random.hpp"

#include <gtest/gtest.h>

#include <map>

namespace hapmill::test {
namespace {

/// Counts the cells of rows one by one.
struct PlainCounts {
  std::uint64_t rows = 0;
  std::map<std::string, std::uint64_t> cells;
  std::vector<std::uint64_t> missing;
};

std::string make_cell(Random& random, bool is_regular) {
  if (!is_regular && random.one_in(9)) return random.pick<std::string>({"", "AT", "NA", "n", "AC"});
  return random.pick<std::string>({"A", "C", "G", "T", "N", "-", "a", "n", "\xE9", "?"});
}

bool is_missing(std::string const& cell, bool fold_case) {
  return cell == "N" || cell == "NA" || (fold_case && cell == "n");
}

void expect_same(CellCounts const& counts, PlainCounts const& plain) {
  EXPECT_EQ(counts.row_count(), plain.rows);
  EXPECT_EQ(counts.missing(), plain.missing);
  for (auto const& [cell, count] : plain.cells) {
    if (cell.size() == 1) {
      EXPECT_EQ(counts.count_of(static_cast<unsigned char>(cell[0])), count) << cell;
    } else {
      EXPECT_EQ(counts.longer().at(cell), count) << cell;
    }
  }
  std::uint64_t sum = counts.other_longer();
  for (int byte = 0; byte < 256; ++byte) sum += counts.count_of(static_cast<unsigned char>(byte));
  for (auto const& [cell, count] : counts.longer()) sum += count;
  EXPECT_EQ(sum, plain.rows * plain.missing.size());
}

TEST(CellCounts, EqualCountingCellsOneByOne) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    Random random{seed};
    auto const columns = static_cast<std::uint32_t>(random.between(1, 40));
    char const delimiter = random.pick<char>({'\t', ',', 'x', '\xE8'});
    CountedCells const reading{columns, columns, delimiter, random.one_in(2), {"N", "NA"}, "-"};
    CellCounts first{reading};
    CellCounts second{reading};
    PlainCounts plain;
    plain.missing.resize(columns);
    for (std::uint64_t k = random.below(30); k > 0; --k) {
      bool const is_regular = random.one_in(2);
      bool const fits = !random.one_in(8);
      std::uint32_t const count = fits ? columns : static_cast<std::uint32_t>(random.below(50));
      std::string row = std::string{"1"} + delimiter + "5" + delimiter + "A";
      std::vector<std::string> cells(count);
      for (auto& cell : cells) {
        cell = make_cell(random, is_regular);
        row += delimiter + cell;
      }
      row += "\n" + std::string(256, delimiter);
      (random.one_in(2) ? first : second)
          .add_row({row.data(), static_cast<std::uint32_t>(row.size() - 257)});
      if (count != columns) continue;
      ++plain.rows;
      for (std::uint32_t column = 0; column < columns; ++column) {
        ++plain.cells[cells[column]];
        plain.missing[column] += is_missing(cells[column], reading.fold_case) ? 1 : 0;
      }
    }
    CellCounts sum{reading};
    sum.add(first);
    sum.add(second);
    expect_same(sum, plain);
  }
}

TEST(CellCounts, ManyLongAllelesUseNoMoreMemoryThanAThousand) {
  CellCounts counts{{1, 1, '\t', false, {"N"}, "-"}};
  for (int k = 0; k < 3000; ++k) {
    std::string const row = "1\t5\tA\t" + std::to_string(1000 + k);
    counts.add_row({row.data(), static_cast<std::uint32_t>(row.size())});
  }
  EXPECT_EQ(counts.longer().size(), CellCounts::max_longer);
  EXPECT_EQ(counts.other_longer(), 3000 - CellCounts::max_longer);
}

}  // namespace
}  // namespace hapmill::test
