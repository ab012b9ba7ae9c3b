#include "options/site_filter_options.hpp"

#include <fmt/format.h>

#include <optional>

#include "options/option_table.hpp"

namespace hapmill {

namespace {

/// `0.05` as 50'000'000: exactly what is written, which no binary fraction is.
std::optional<std::uint32_t> parse_rate(std::string const& text) {
  std::size_t const point = text.find('.');
  std::string const units = text.substr(0, point);
  std::string const decimals = point == std::string::npos ? "" : text.substr(point + 1);
  if (units != "0" && units != "1" && !(units.empty() && !decimals.empty())) return std::nullopt;
  std::uint32_t rate = units == "1" ? SiteFilters::whole : 0;
  std::uint32_t place = SiteFilters::whole;
  for (char const digit : decimals) {
    place /= 10;
    if (digit < '0' || digit > '9' || place == 0) return std::nullopt;
    rate += place * static_cast<std::uint32_t>(digit - '0');
  }
  if (rate > SiteFilters::whole) return std::nullopt;
  return rate;
}

}  // namespace

SiteFilters parse_site_filters(ConvertOptions const& options) {
  constexpr std::uint64_t most = SiteFilters::no_limit - 1;
  auto const take = [](char const* name, std::optional<std::string> const& text,
                       std::uint64_t least, std::uint32_t& number) {
    if (text) number = static_cast<std::uint32_t>(parse_count(name, *text, least, most));
  };
  SiteFilters filters;
  take("min-alleles", options.min_alleles, 1, filters.min_alleles);
  take("max-alleles", options.max_alleles, 2, filters.max_alleles);
  take("min-ac", options.min_ac, 0, filters.min_ac);
  filters.snps_only = options.snps_only;
  if (filters.min_alleles > filters.max_alleles) {
    throw UsageError{fmt::format("--min-alleles {} and --max-alleles {} leave no site",
                                 filters.min_alleles, filters.max_alleles)};
  }
  if (!options.max_missing_rate) return filters;
  auto const rate = parse_rate(*options.max_missing_rate);
  if (!rate) {
    throw UsageError{fmt::format(
        "--max-missing-rate {} is not a number from 0 to 1 with at most nine decimals, as in 0.05",
        *options.max_missing_rate)};
  }
  filters.max_missing_rate = *rate;
  return filters;
}

}  // namespace hapmill
