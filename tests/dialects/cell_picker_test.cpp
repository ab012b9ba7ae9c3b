#include "dialects/cell_picker.hpp"

#include "support/random.hpp"

#include "bytes/text_lines.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

namespace hapmill {
namespace {

using test::Random;
using Parts = std::vector<CellPart>;

Parts const layouts[] = {
    {CellPart::call, CellPart::quality},
    {CellPart::quality, CellPart::call},
    {CellPart::call, CellPart::skip},
    {CellPart::skip, CellPart::call, CellPart::quality},
    {CellPart::call, CellPart::skip, CellPart::skip, CellPart::quality, CellPart::skip},
};

ColumnLayout layout_of(Parts const& parts, char delimiter = '\t') {
  ColumnLayout layout{delimiter};
  layout.cell_parts = parts;
  return layout;
}

std::string random_field(Random& random, CellPart part, std::uint64_t odd_in) {
  bool const is_odd = odd_in != 0 && random.one_in(odd_in);
  switch (part) {
    case CellPart::call:
      if (is_odd) return random.pick(std::vector<std::string>{"", "AC", "ACG"});
      return random.pick(std::vector<std::string>{"A", "C", "N", "-", "7", "\xE9", " "});
    case CellPart::quality:
      if (is_odd) return random.pick(std::vector<std::string>{"", "x", "1x", "x1", "123", "4.5"});
      return std::to_string(random.one_in(2) ? random.below(10) : random.below(100));
    case CellPart::skip:
      break;
  }
  return std::string(random.one_in(9) ? random.below(150) : random.below(3), 'z');
}

/// Returns what pick() has to write, or nothing, by splitting the fields.
std::optional<std::string> pick_slowly(std::string const& cells, ColumnLayout const& layout,
                                       std::uint32_t columns, std::uint32_t least, char missing) {
  auto const fields = split_fields(cells, layout.shape.delimiter);
  if (fields.size() != columns * layout.cell_parts.size()) return std::nullopt;
  std::string calls;
  for (std::size_t k = 0; k < fields.size(); ++k) {
    std::string const& field = fields[k];
    switch (layout.cell_parts[k % layout.cell_parts.size()]) {
      case CellPart::call:
        if (field.size() != 1) return std::nullopt;
        calls += field + layout.shape.delimiter;
        break;
      case CellPart::quality: {
        bool const is_number = std::all_of(field.begin(), field.end(),
                                           [](char byte) { return byte >= '0' && byte <= '9'; });
        if (field.empty() || field.size() > 2 || !is_number) return std::nullopt;
        if (static_cast<std::uint32_t>(std::stoi(field)) < least) calls[calls.size() - 2] = missing;
        break;
      }
      case CellPart::skip:
        break;
    }
  }
  return calls;
}

class CellPickerTest : public testing::TestWithParam<CellPicker const*> {
 protected:
  /// Returns the calls of a row with these cells, each followed by a delimiter; nothing if it is
  /// not regular. The bytes around the row look like cells.
  static std::optional<std::string> pick(CellPattern const& pattern, std::string const& cells,
                                         std::string const& line_end = "\n") {
    std::string const d(1, pattern.delimiter);
    std::string const head = "chr1" + d + "12345" + d + "G" + d;
    std::string const row = head + cells + line_end;
    std::string const good = row + row;
    std::string const text = good + std::string(128, d == "\t" ? '\t' : '9');
    std::string to(good.size() + 128, '?');
    PickedRows rows{text.data(), text.data() + good.size(), to.data()};
    GetParam()->pick(pattern, rows);
    if (rows.row_count == 0) {
      EXPECT_EQ(rows.cursor, text.data());
      EXPECT_EQ(rows.out, to.data());
      return std::nullopt;
    }
    EXPECT_EQ(rows.row_count, 2U);
    EXPECT_EQ(rows.cursor, rows.end);
    to.resize(static_cast<std::size_t>(rows.out - to.data()));
    std::string first = to.substr(0, to.size() / 2);
    EXPECT_EQ(to, first + first);
    EXPECT_TRUE(first.starts_with(head));
    EXPECT_TRUE(first.ends_with('\n'));
    first.back() = pattern.delimiter;
    return first.substr(head.size());
  }
};

TEST_P(CellPickerTest, EqualsSimpleCodeOnRandomRows) {
  int regular_count = 0;
  for (std::uint64_t seed = 0; seed < 12000; ++seed) {
    Random random{seed};
    auto const columns = static_cast<std::uint32_t>(random.between(1, 60));
    ColumnLayout const layout = layout_of(layouts[seed % std::size(layouts)],
                                          random.pick(std::vector<char>{'\t', '\t', ',', '\xFE'}));
    bool const may_read = CellPattern::fits(layout, true);
    auto const least = may_read && random.one_in(2) ? random.below(101) : 0;
    std::uint64_t const odd_in = random.one_in(2) ? 0 : 2 * std::uint64_t{columns};
    std::string cells;
    for (std::uint32_t k = 0; k < columns * layout.cell_parts.size(); ++k) {
      if (k > 0) cells += layout.shape.delimiter;
      cells += random_field(random, layout.cell_parts[k % layout.cell_parts.size()], odd_in);
    }
    if (random.one_in(20)) cells += layout.shape.delimiter;
    if (random.one_in(20)) cells.resize(random.below(cells.size() + 1));
    CellPattern const pattern{layout, columns, static_cast<double>(least), '?'};
    auto const expected =
        pick_slowly(cells, layout, columns, static_cast<std::uint32_t>(least), '?');
    std::string const line_end = random.one_in(3) ? "\r\n" : "\n";
    ASSERT_EQ(pick(pattern, cells, line_end), expected) << "seed " << seed << ": " << cells;
    if (expected) ++regular_count;
  }
  EXPECT_GT(regular_count, 5000);
}

TEST_P(CellPickerTest, LeavesRowsWithAnotherStart) {
  CellPattern const pattern{layout_of(layouts[0]), 1, 0, 'N'};
  std::string const slack(128, '\t');
  for (std::string const row : {"\n", "\t\t\n", "\t\t\tA\t9\n", "chr1\t1\tA\n", "chr1\t1\tA\t\n",
                                "chr1\t1\tA\tA\n", "\r\n", "c\n1\tA\tA\t9\tA\t9\n"}) {
    std::string const text = row + slack;
    std::string to(row.size() + 128, '?');
    PickedRows rows{text.data(), text.data() + row.size(), to.data()};
    GetParam()->pick(pattern, rows);
    bool const is_short = row == "\t\t\tA\t9\n";
    EXPECT_TRUE(rows.row_count == 0 || is_short) << row;
  }
}

TEST_P(CellPickerTest, ReadsRowsThatEndWithABlock) {
  CellPattern const pattern{layout_of(layouts[0]), 16, 20, 'N'};
  std::string cells;
  for (int k = 0; k < 16; ++k) cells += "A\t9\t";
  EXPECT_EQ(cells.size(), 64U);
  cells.back() = '\t';
  EXPECT_EQ(pick(pattern, cells), std::nullopt) << "a field too many";
  cells.pop_back();
  std::string expected;
  for (int k = 0; k < 16; ++k) expected += "N\t";
  EXPECT_EQ(pick(pattern, cells), expected);
  EXPECT_EQ(pick(pattern, cells.replace(62, 1, "19")), expected) << "64 bytes";
}

/// Rows of 1 to 80 cells have the carriage return at every place of a block.
TEST_P(CellPickerTest, CountsTheFieldBeforeACarriageReturn) {
  for (std::uint32_t columns = 1; columns <= 80; ++columns) {
    CellPattern const pattern{layout_of(layouts[0]), columns, 0, 'N'};
    for (std::uint32_t short_count = 0; short_count <= std::min(columns, 3U); ++short_count) {
      std::string cells;
      std::string expected;
      for (std::uint32_t k = 0; k < columns; ++k) {
        cells += k < short_count ? "A\t3\t" : "A\t30\t";
        expected += "A\t";
      }
      cells.pop_back();
      EXPECT_EQ(pick(pattern, cells, "\r\n"), expected) << cells;
      EXPECT_EQ(pick(pattern, cells + "\tG", "\r\n"), std::nullopt) << cells;
      EXPECT_EQ(pick(pattern, cells + "\t", "\r\n"), std::nullopt) << cells;
      cells.resize(cells.rfind('\t'));
      EXPECT_EQ(pick(pattern, cells, "\r\n"), std::nullopt) << cells;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, CellPickerTest, testing::ValuesIn(runnable_cell_pickers()),
                         [](auto const& picker) { return std::string{picker.param->name}; });

TEST(CellPickers, UseTheInstructionSetOrASmallerOne) {
  EXPECT_EQ(&select_cell_picker("auto"), runnable_cell_pickers().front());
  EXPECT_STREQ(select_cell_picker("scalar").name, "scalar");
  for (auto const* picker : runnable_cell_pickers()) {
    EXPECT_EQ(&select_cell_picker(picker->name), picker);
  }
}

TEST(CellPickers, ReadQualitiesOnlyAfterTheirCalls) {
  EXPECT_TRUE(CellPattern::fits(layout_of(layouts[0]), true));
  EXPECT_FALSE(CellPattern::fits(layout_of(layouts[1]), true));
  EXPECT_TRUE(CellPattern::fits(layout_of(layouts[1]), false));
  EXPECT_FALSE(CellPattern::fits(layout_of(layouts[2]), true));
  EXPECT_FALSE(CellPattern::fits(layout_of({CellPart::call}), false));
  EXPECT_FALSE(CellPattern::fits(layout_of(layouts[0], '3'), false));
}

}  // namespace
}  // namespace hapmill
