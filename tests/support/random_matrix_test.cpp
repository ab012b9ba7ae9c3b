#include "random_matrix.hpp"

#include "reference/convert.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace {

using hapmill::test::make_random_case;
using hapmill::test::RandomCase;

TEST(RandomCase, IsTheSameForTheSameSeed) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    EXPECT_EQ(make_random_case(seed).matrix, make_random_case(seed).matrix);
  }
  EXPECT_NE(make_random_case(1).matrix, make_random_case(2).matrix);
}

TEST(RandomCase, MeetsEveryOutcome) {
  std::map<int, int> exit_codes;
  std::set<std::string> skipped;
  std::set<std::string> stopped;
  int with_sites = 0;
  std::uint64_t filtered = 0;
  std::uint64_t half_calls = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    RandomCase const random_case = make_random_case(seed);
    auto const result = reference::convert(random_case.matrix, random_case.options);
    ++exit_codes[result.exit_code];
    if (result.rows_written > 0) ++with_sites;
    if (result.error_line > 0) stopped.insert(result.error_reason);
    for (auto const& [reason, lines] : result.rejected_lines) skipped.insert(reason);
    filtered += result.rows_filtered;
    half_calls += result.half_calls;
    EXPECT_EQ(result.rows_read, result.rows_written + result.rows_non_variant +
                                    result.rows_filtered + result.rows_rejected);
  }
  std::set<std::string> const reasons{"ambiguous", "cell", "chrom",     "empty-line",
                                      "fields",    "pos",  "half-call", "ref"};
  EXPECT_EQ(skipped, reasons);
  EXPECT_EQ(stopped, reasons);
  EXPECT_GT(exit_codes[0], 1200);
  EXPECT_GT(exit_codes[2], 10);
  EXPECT_GT(exit_codes[3], 200);
  EXPECT_GT(with_sites, 1000);
  EXPECT_GT(filtered, 0U);
  EXPECT_GT(half_calls, 0U);
  for (auto const& [code, count] : exit_codes) {
    RecordProperty("exit_code_" + std::to_string(code), count);
  }
}

}  // namespace
