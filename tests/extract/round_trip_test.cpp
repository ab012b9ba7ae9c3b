#include "extract_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

namespace hapmill::test {
namespace {

using Fields = std::vector<std::string>;

Fields split(std::string const& text, char delimiter) {
  Fields parts;
  std::istringstream stream{text};
  for (std::string part; std::getline(stream, part, delimiter);) parts.push_back(part);
  return parts;
}

/// Genotypes as pairs of alleles, `left|right`, with the site before them.
struct SiteGenotypes {
  Fields site;        ///< CHROM, POS, REF
  Fields alternates;  ///< those that a sample carries, sorted
  Fields genotypes;
  bool operator==(SiteGenotypes const&) const = default;
};

struct Genotypes {
  Fields samples;
  std::vector<SiteGenotypes> sites;  ///< variant ones
};

/// Reads a VCF by splitting its text.
Genotypes read_vcf(std::string const& text) {
  Genotypes all;
  for (auto const& line : split(text, '\n')) {
    if (line.starts_with("##")) continue;
    auto const fields = split(line, '\t');
    if (line.starts_with("#CHROM")) {
      all.samples.assign(fields.begin() + 9, fields.end());
      continue;
    }
    Fields alleles{fields[3]};
    for (auto const& alt : split(fields[4], ',')) alleles.push_back(alt);
    SiteGenotypes site{{fields[0], fields[1], fields[3]}, {}, {}};
    for (std::size_t k = 9; k < fields.size(); ++k) {
      auto const numbers = split(split(fields[k], ':').front(), '|');
      Fields pair;
      for (auto const& number : numbers) {
        pair.push_back(alleles.at(std::stoul(number)));
        if (number != "0") site.alternates.push_back(pair.back());
      }
      site.genotypes.push_back(pair.at(0) + "|" + pair.at(1));
    }
    std::sort(site.alternates.begin(), site.alternates.end());
    site.alternates.erase(std::unique(site.alternates.begin(), site.alternates.end()),
                          site.alternates.end());
    if (!site.alternates.empty()) all.sites.push_back(site);
  }
  return all;
}

/// Reads the table of `hapmill convert`, style panel-v1, the same way.
Genotypes read_table(std::string const& text) {
  Genotypes all;
  auto const lines = split(text, '\n');
  auto const names = split(lines.at(0), '\t');
  for (std::size_t k = 4; k < names.size(); k += 2) {
    all.samples.push_back(names[k].substr(0, names[k].size() - std::string{"_PI"}.size()));
  }
  for (std::size_t row = 1; row < lines.size(); ++row) {
    auto const fields = split(lines[row], '\t');
    SiteGenotypes site{{fields[0], fields[1], fields[2]}, split(fields[3], ','), {}};
    std::sort(site.alternates.begin(), site.alternates.end());
    for (std::size_t k = 5; k < fields.size(); k += 2) site.genotypes.push_back(fields[k]);
    all.sites.push_back(site);
  }
  return all;
}

/// A part of chromosome 22 of the 1000 Genomes, five samples; ./dev fetches it.
class RoundTrip : public ExtractTest {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(vcf_)) GTEST_SKIP() << vcf_ << " is not there: ./dev test-data";
    auto const extracted = run({"extract", vcf_, "-o", "matrix.tsv", "--write-pairs", "pairs.tsv"});
    ASSERT_EQ(extracted.exit_code, 0) << extracted.error;
    ASSERT_EQ(std::system(("gzip -dc '" + vcf_ + "' > " + file("original.vcf")).c_str()), 0);
    original_ = read_vcf(read("original.vcf"));
    ASSERT_EQ(original_.samples.size(), 5U);
    ASSERT_EQ(original_.sites.size(), 2274U);
  }

  void expect_original(Genotypes const& returned) const {
    EXPECT_EQ(returned.samples, original_.samples);
    ASSERT_EQ(returned.sites.size(), original_.sites.size());
    for (std::size_t k = 0; k < returned.sites.size(); ++k) {
      ASSERT_EQ(returned.sites[k], original_.sites[k]) << original_.sites[k].site.at(1);
    }
  }

  std::string const vcf_ = HAPMILL_TEST_DATA_DIR "/chr22.vcf.gz";
  Genotypes original_;
};

TEST_F(RoundTrip, ThroughTheTableKeepsEveryGenotype) {
  auto const converted = run({"convert", "matrix.tsv", "--pairs", "pairs.tsv", "-o", "table.tsv"});
  ASSERT_EQ(converted.exit_code, 0) << converted.error;
  expect_original(read_table(read("table.tsv")));
}

TEST_F(RoundTrip, HasLongAlleles) {
  auto const is_long = [](SiteGenotypes const& site) {
    return site.site[2].size() > 1 || site.alternates.front().size() > 1;
  };
  EXPECT_GT(std::count_if(original_.sites.begin(), original_.sites.end(), is_long), 10);
}

TEST_F(RoundTrip, OfVariantSitesAloneGivesTheSameTable) {
  ASSERT_EQ(run({"extract", vcf_, "--variant-only", "-o", "variant.tsv"}).exit_code, 0);
  EXPECT_EQ(run({"convert", "variant.tsv", "--pairs", "pairs.tsv"}).output,
            run({"convert", "matrix.tsv", "--pairs", "pairs.tsv"}).output);
}

TEST_F(RoundTrip, ByNamesAlonePairsTheSameColumns) {
  auto const converted = run({"convert", "matrix.tsv"});
  auto genotypes = read_table(converted.output);
  for (auto& name : genotypes.samples) {  // convert joins the names of both columns
    name = name.substr(0, name.find('_'));
  }
  expect_original(genotypes);
}

}  // namespace
}  // namespace hapmill::test
