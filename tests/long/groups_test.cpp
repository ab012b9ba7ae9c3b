#include "support/grouped_conversion.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hapmill::test {
namespace {

/// Expects the same results from a conversion in groups.
void expect_same(std::string const& matrix, std::vector<std::string> const& options,
                 Grouping const& grouping, std::size_t expected_groups) {
  TemporaryFolder const folder;
  write_text(folder.file("matrix.txt"), matrix);
  std::vector<std::string> arguments{folder.file("matrix.txt"), "-o", folder.file("out"),
                                     "--report", folder.file("report.json")};
  arguments.insert(arguments.end(), options.begin(), options.end());
  auto const whole = convert_whole(arguments, folder);
  ASSERT_EQ(whole.exit_code, 0) << whole.message;
  std::size_t group_count = 0;
  auto const by_groups = convert_by_groups(arguments, grouping, folder, &group_count);
  EXPECT_EQ(group_count, expected_groups);
  EXPECT_TRUE(whole == by_groups) << describe_difference(whole, by_groups).substr(0, 4'000);
}

std::string const header_row = "CHROM\tPOS\tREF\t1a\t1b\n";

TEST(Groups, GiveTheSameResultForFiftyThousandScaffolds) {
  std::string matrix = header_row;
  for (int scaffold = 0; scaffold < 50'000; ++scaffold) {
    for (int row = 0; row < 4; ++row) {
      matrix += "scaffold_" + std::to_string(scaffold) + '\t' + std::to_string(1 + 1000 * row) +
                "\tA\tA\t" + "TACG"[row] + '\n';
    }
  }
  expect_same(matrix, {"-Oz"}, {.group_count = 7}, 7);
}

TEST(Groups, GiveTheSameResultForAMillionRuns) {
  std::string matrix = header_row;
  for (int row = 0; row < 990'000; ++row) {
    matrix += 'c' + std::to_string(row % 3) + '\t' + std::to_string(row + 1) + "\tA\tA\tT\n";
  }
  expect_same(matrix, {"-Ob"}, {.group_count = 3, .must_scan = true}, 3);
}

TEST(Groups, GiveTheSameResultForAGiantContig) {
  std::string matrix = header_row + "tiny\t1\tA\tA\tT\n";
  std::string const ref(2'000, 'G');
  for (int row = 0; row < 150'000; ++row) {
    matrix += "giant\t" + std::to_string(7 * row + 1) + '\t' + ref + "\tA\tC\n";
    if (row % 50'000 == 7) matrix += "tiny\t" + std::to_string(row) + "\tA\tA\tT\n";
  }
  expect_same(matrix, {"-Oz", "--ps"}, {.group_count = 5, .must_scan = true}, 5);
}

}  // namespace
}  // namespace hapmill::test
