#include "options/site_filter_options.hpp"

#include "hapmill/support/errors.hpp"
#include "options/convert_arguments.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

/// Parses the options after `hapmill convert matrix`.
SiteFilters parsed(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "matrix");
  return parse_site_filters(*parse_convert_arguments(arguments));
}

std::optional<std::uint32_t> rate_of(std::string const& text) {
  try {
    return parsed({"--max-missing-rate=" + text}).max_missing_rate;
  } catch (UsageError const&) {
    return std::nullopt;
  }
}

TEST(SiteFilterOptions, KeepAllSitesByDefault) {
  EXPECT_FALSE(parsed({}).any());
  EXPECT_FALSE(parsed({"-m2", "-c0", "--max-missing-rate", "1"}).any());
}

TEST(SiteFilterOptions, ReadARateExactly) {
  EXPECT_EQ(rate_of("0"), 0U);
  EXPECT_EQ(rate_of("0.0"), 0U);
  EXPECT_EQ(rate_of("0.29"), 290'000'000U);
  EXPECT_EQ(rate_of(".05"), 50'000'000U);
  EXPECT_EQ(rate_of("0.123456789"), 123'456'789U);
  EXPECT_EQ(rate_of("1."), SiteFilters::whole);
  EXPECT_EQ(rate_of("1.000000000"), SiteFilters::whole);
  for (char const* text : {"", ".", "1.1", "2", "1.000000001", "-0.1", "+0.1", "5%", "1e-2", "0.1x",
                           "0,1", " 0", "00.1", "0.0000000001", "nan"}) {
    EXPECT_EQ(rate_of(text), std::nullopt) << text;
  }
}

TEST(SiteFilterOptions, RefuseImpossibleNumbers) {
  using Arguments = std::vector<std::string>;
  for (auto const& arguments :
       {Arguments{"-m4", "-M3"}, Arguments{"-m0"}, Arguments{"-M1"}, Arguments{"-c-1"},
        Arguments{"-c", "1:nref"}, Arguments{"--min-ac=4294967295"}, Arguments{"-m", ""}}) {
    EXPECT_THROW(parsed(arguments), UsageError) << arguments.front();
  }
}

}  // namespace
}  // namespace hapmill::test
