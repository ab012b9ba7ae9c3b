#include "random_matrix.hpp"

#include "reference/convert.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

using hapmill::test::make_random_case;
using hapmill::test::make_random_layout_case;
using hapmill::test::make_random_vcf_case;
using hapmill::test::RandomCase;

/// The optional features of a VCF record.
void meet(std::string const& record, std::map<std::string, int>& met) {
  std::istringstream fields_of{record};
  std::vector<std::string> fields;
  for (std::string field; std::getline(fields_of, field, '\t');) fields.push_back(field);
  if (record.starts_with("#CHROM\t") || fields.size() < 10) return;
  auto const any = [&](auto const& holds) {
    return std::any_of(fields.begin() + 9, fields.end(), holds);
  };
  bool const pair = any([](auto const& gt) { return gt.find('|') != std::string::npos; });
  bool const haploid = any([](auto const& gt) { return gt.find('|') == std::string::npos; });
  auto const alternates = 1 + std::count(fields[4].begin(), fields[4].end(), ',');
  std::string const alt = ',' + fields[4] + ',';
  if (pair) ++met["pair"];
  if (haploid) ++met["haploid"];
  if (pair && haploid) ++met["pair and haploid"];
  if (any([](auto const& gt) { return gt.find('.') != std::string::npos; })) ++met["missing"];
  if (fields[8] == "GT:PS") ++met["phase set"];
  if (alt.find(",*,") != std::string::npos) ++met["star"];
  if (fields[3].size() > 1) ++met["long REF"];
  if (std::cmp_greater(fields[4].size(), 2 * alternates)) ++met["long ALT"];
  if (alternates >= 10) ++met["10 alternates"];
  if (alternates >= 63) ++met["63 alternates"];
}

/// Counts the cases in which each filter rejected a row.
void meet_filters(reference::Result const& result, std::map<std::string, int>& met) {
  for (auto const& [reason, count] : result.filtered) {
    if (result.rows_written > 0) ++met[reason];
  }
}

void expect_every_filter(std::map<std::string, int>& met) {
  for (std::string const reason :
       {"drop-site", "min-alleles", "max-alleles", "snps-only", "min-ac", "max-missing-rate"}) {
    EXPECT_GT(met[reason], 15) << reason;
  }
}

TEST(RandomCase, IsTheSameForTheSameSeed) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    EXPECT_EQ(make_random_case(seed).matrix, make_random_case(seed).matrix);
  }
  EXPECT_NE(make_random_case(1).matrix, make_random_case(2).matrix);
}

TEST(RandomCase, HasEveryOutcomeForVcf) {
  std::map<int, int> exit_codes;
  std::set<std::string> skipped;
  std::set<std::string> stopped;
  std::uint64_t read = 0;
  std::uint64_t written = 0;
  std::uint64_t half_calls = 0;
  std::map<std::string, int> met;
  std::map<std::string, int> filters;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    RandomCase const random_case = make_random_vcf_case(seed);
    auto const result = reference::convert(random_case.matrix, random_case.options);
    meet_filters(result, filters);
    ++exit_codes[result.exit_code];
    if (result.error_line > 0) stopped.insert(result.error_reason);
    for (auto const& [reason, lines] : result.rejected_lines) skipped.insert(reason);
    read += result.rows_read;
    written += result.rows_written;
    half_calls += result.half_calls;
    std::istringstream lines{result.output};
    for (std::string line; std::getline(lines, line);) meet(line, met);
  }
  std::set<std::string> const reasons{
      "ambiguous", "cell", "chrom",      "empty-line",  "fields",         "pos",
      "half-call", "ref",  "alt-allele", "contig-name", "contig-unknown", "contig-length",
      "ref-allele"};
  EXPECT_EQ(skipped, reasons);
  EXPECT_EQ(stopped, reasons);
  EXPECT_GT(exit_codes[0], 1000);
  EXPECT_GT(exit_codes[2], 10);
  EXPECT_GT(exit_codes[3], 200);
  EXPECT_GT(written * 2, read);
  expect_every_filter(filters);
  EXPECT_GT(half_calls, 0U);
  for (std::string const thing :
       {"pair", "haploid", "pair and haploid", "missing", "phase set", "star", "long REF",
        "long ALT", "10 alternates", "63 alternates"}) {
    EXPECT_GT(met[thing], 30) << thing;
    RecordProperty(thing, met[thing]);
  }
}

TEST(RandomCase, HasEveryOutcomeForOtherLayouts) {
  std::map<int, int> exit_codes;
  std::map<std::string, int> met;
  std::uint64_t written = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    RandomCase const random_case = make_random_layout_case(seed);
    auto const result = reference::convert(random_case.matrix, random_case.options);
    ++exit_codes[result.exit_code];
    written += result.rows_written;
    for (auto const& [reason, lines] : result.rejected_lines) ++met[reason];
    if (result.rows_written == 0) continue;
    if (random_case.options.columns) ++met["--columns"];
    if (random_case.options.cell_columns) ++met["--cell-columns"];
    if (random_case.options.min_quality) ++met["--min-quality"];
    if (random_case.options.delimiter_runs) ++met["spaces"];
    if (random_case.options.pairs == "file") ++met["pairs file"];
  }
  EXPECT_GT(exit_codes[0], 250);
  EXPECT_GT(written, 3000U);
  for (std::string const thing : {"quality", "alt-column", "fields", "cell", "--columns",
                                  "--cell-columns", "--min-quality", "spaces", "pairs file"}) {
    EXPECT_GT(met[thing], 2) << thing;
    RecordProperty(thing, met[thing]);
  }
}

TEST(RandomCase, HasEveryOutcome) {
  std::map<int, int> exit_codes;
  std::set<std::string> skipped;
  std::set<std::string> stopped;
  int with_sites = 0;
  std::map<std::string, int> filters;
  int with_choice = 0;
  int with_new_names = 0;
  std::uint64_t half_calls = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    RandomCase const random_case = make_random_case(seed);
    auto const result = reference::convert(random_case.matrix, random_case.options);
    ++exit_codes[result.exit_code];
    if (result.rows_written > 0) ++with_sites;
    if (result.error_line > 0) stopped.insert(result.error_reason);
    for (auto const& [reason, lines] : result.rejected_lines) skipped.insert(reason);
    meet_filters(result, filters);
    bool const chooses = random_case.options.samples || random_case.options.samples_file_text;
    if (chooses && result.rows_written > 0) ++with_choice;
    if (random_case.options.rename_text && result.rows_written > 0) ++with_new_names;
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
  expect_every_filter(filters);
  EXPECT_GT(with_choice, 100);
  EXPECT_GT(with_new_names, 50);
  EXPECT_GT(half_calls, 0U);
  for (auto const& [code, count] : exit_codes) {
    RecordProperty("exit_code_" + std::to_string(code), count);
  }
}

}  // namespace
