#include "site_filters.hpp"

#include "half_calls.hpp"

#include <algorithm>
#include <cstdint>

namespace reference {
namespace {

bool is_base(std::string const& text) {
  return text.size() == 1 && std::string("ACGTNacgtn").find(text) != std::string::npos;
}

bool is_snp(Site const& site, std::vector<std::size_t> const& counted) {
  return is_base(site.ref.compared) &&
         std::all_of(counted.begin(), counted.end(), [&](std::size_t column) {
           Cell const& cell = site.cells[column];
           return !is_alternate(cell, site.ref) || (is_base(cell.text) && !cell.is_deletion);
         });
}

struct Tally {
  std::uint64_t alleles = 0;
  std::uint64_t missing = 0;
  std::uint64_t alternates = 0;
};

Tally count_alleles(Site const& site, std::vector<Sample> const& samples,
                    Policies const& policies) {
  Tally tally;
  for (Sample const& sample : samples) {
    bool const half_call = is_half_call(sample, site, policies);
    for (std::size_t column : sample.columns) {
      Cell const& cell = site.cells[column];
      bool is_missing = cell.is_missing;
      if (half_call && policies.half_call == "missing") is_missing = true;
      if (half_call && policies.half_call == "ref") is_missing = false;
      ++tally.alleles;
      if (is_missing) {
        ++tally.missing;
      } else if (is_alternate(cell, site.ref)) {
        ++tally.alternates;
      }
    }
  }
  return tally;
}

/// Parses a decimal number into units of 10^-9.
std::uint64_t billionths(std::string const& number) {
  std::size_t const point = std::min(number.find('.'), number.size());
  std::string digits = number.substr(0, point);
  std::string decimals = point < number.size() ? number.substr(point + 1) : "";
  decimals.resize(9, '0');
  digits += decimals;
  return std::stoull(digits);
}

}  // namespace

std::string filter_of(Site const& site, std::vector<std::string> const& alternates,
                      std::vector<std::size_t> const& counted, std::vector<Sample> const& samples,
                      Options const& options, Policies const& policies) {
  std::size_t const allele_count = 1 + alternates.size();
  if (options.min_alleles && allele_count < *options.min_alleles) return "min-alleles";
  if (options.max_alleles && allele_count > *options.max_alleles) return "max-alleles";
  if (options.snps_only && !is_snp(site, counted)) return "snps-only";
  Tally const tally = count_alleles(site, samples, policies);
  if (options.min_ac && tally.alternates < *options.min_ac) return "min-ac";
  if (options.max_missing_rate &&
      tally.missing * 1'000'000'000 > tally.alleles * billionths(*options.max_missing_rate)) {
    return "max-missing-rate";
  }
  return "";
}

}  // namespace reference
