#include "extract_test.hpp"
#include "tests/folders.hpp"

#include "support/bcf_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
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

/// A site and its genotypes as pairs of alleles, `left|right`; `.` is a missing allele.
struct SiteGenotypes {
  Fields site;        ///< CHROM, POS, REF
  Fields alternates;  ///< the alternates that samples have, sorted
  Fields genotypes;
  bool operator==(SiteGenotypes const&) const = default;
};

struct Genotypes {
  Fields samples;
  std::vector<SiteGenotypes> sites;  ///< variant sites only
};

/// Returns `0|1`, `0/1` or `.` with the letters of the alleles.
Fields letters_of(std::string genotype, Fields const& alleles) {
  std::replace(genotype.begin(), genotype.end(), '/', '|');
  Fields letters;
  for (auto const& number : split(genotype, '|')) {
    letters.push_back(number == "." ? number : alleles.at(std::stoul(number)));
  }
  if (letters.size() == 1) letters.push_back(letters.front());
  return letters;
}

/// Makes a site from the letters of its samples.
SiteGenotypes make_site(Fields const& site, std::vector<Fields> const& pairs) {
  SiteGenotypes made{site, {}, {}};
  for (auto const& pair : pairs) {
    made.genotypes.push_back(pair.at(0) + "|" + pair.at(1));
    for (auto const& letters : pair) {
      if (letters != site[2] && letters != ".") made.alternates.push_back(letters);
    }
  }
  std::sort(made.alternates.begin(), made.alternates.end());
  made.alternates.erase(std::unique(made.alternates.begin(), made.alternates.end()),
                        made.alternates.end());
  return made;
}

/// Reads a VCF file by splitting its text.
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
    std::vector<Fields> pairs;
    for (std::size_t k = 9; k < fields.size(); ++k) {
      pairs.push_back(letters_of(split(fields[k], ':').front(), alleles));
    }
    auto const site = make_site({fields[0], fields[1], fields[3]}, pairs);
    if (!site.alternates.empty()) all.sites.push_back(site);
  }
  return all;
}

/// Reads a table of `hapmill convert`, style panel-v1, by splitting its text.
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

void expect_equal(Genotypes const& returned, Genotypes const& original) {
  EXPECT_EQ(returned.samples, original.samples);
  ASSERT_EQ(returned.sites.size(), original.sites.size());
  for (std::size_t k = 0; k < returned.sites.size(); ++k) {
    ASSERT_EQ(returned.sites[k], original.sites[k]) << original.sites[k].site.at(1);
  }
}

/// The names of convert's output in each form that has genotypes by number.
struct Form {
  char const* letter;
  char const* name;
};
constexpr Form forms[] = {{"v", "r.vcf"}, {"z", "r.vcf.gz"}, {"u", "r.u.bcf"}, {"b", "r.bcf"}};

/// A part of chromosome 22 of the 1000 Genomes with five samples, which ./dev downloads.
class RoundTrip : public ExtractTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(std::filesystem::exists(vcf_)) << vcf_ << ": ./dev test-data fetches it";
    auto const extracted = run({"extract", vcf_, "-o", "matrix.tsv", "--write-pairs", "pairs.tsv"});
    ASSERT_EQ(extracted.exit_code, 0) << extracted.error;
    ASSERT_EQ(std::system(("gzip -dc '" + vcf_ + "' > " + file("original.vcf")).c_str()), 0);
    original_ = read_vcf(read("original.vcf"));
    ASSERT_EQ(original_.samples.size(), 5U);
    ASSERT_EQ(original_.sites.size(), 2274U);
  }

  void expect_original(Genotypes const& returned) const { expect_equal(returned, original_); }

  std::string const vcf_ = HAPMILL_TEST_DATA_DIR "/chr22.vcf.gz";
  Genotypes original_;
};

TEST_F(RoundTrip, ThroughTheTableKeepsEveryGenotype) {
  auto const converted = run({"convert", "matrix.tsv", "--pairs", "pairs.tsv", "-o", "table.tsv"});
  ASSERT_EQ(converted.exit_code, 0) << converted.error;
  expect_original(read_table(read("table.tsv")));
}

TEST_F(RoundTrip, ThroughVcfAndBcfKeepsEveryGenotype) {
  for (auto const& [letter, name] : forms) {
    SCOPED_TRACE(name);
    auto const converted = run(
        {"convert", "matrix.tsv", "-O", letter, "--pairs", "pairs.tsv", "-o", name, "--threads=2"});
    ASSERT_EQ(converted.exit_code, 0) << converted.error;
    if (*letter == 'v') expect_original(read_vcf(read(name)));
    expect_original(read_vcf(records_by_htslib(file(name))));
  }
}

TEST_F(RoundTrip, ThroughVcfAndBcfGivesTheMatrixOfVariantSites) {
  auto const variant = run({"extract", vcf_, "--variant-only"});
  ASSERT_EQ(variant.exit_code, 0) << variant.error;
  for (auto const& [letter, name] : forms) {
    run({"convert", "matrix.tsv", "-O", letter, "--pairs", "pairs.tsv", "-o", name});
    auto const again = run({"extract", name, "--write-pairs", "again.tsv"});
    ASSERT_EQ(again.exit_code, 0) << again.error;
    EXPECT_TRUE(again.output == variant.output) << name;
    EXPECT_EQ(read("again.tsv"), read("pairs.tsv"));
  }
}

TEST_F(RoundTrip, KeepsLongAlleles) {
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
  for (auto& name : genotypes.samples) {  // convert makes one name of those of both columns
    name = name.substr(0, name.find('_'));
  }
  expect_original(genotypes);
}

/// Returns what convert prints for an allele: upper case, and `.` for N and ambiguity codes.
std::string printed(std::string letters) {
  for (char& byte : letters) {
    byte = static_cast<char>(std::toupper(static_cast<unsigned char>(byte)));
  }
  return letters == "N" || letters == "R" ? "." : letters;
}

/// Returns the genotypes of the records that extract accepts, at sites that are variant among the
/// samples.
Genotypes genotypes_of(VariantCase const& variants) {
  Genotypes all;
  all.samples = variants.samples;
  for (auto const& line : variants.lines) {
    if (expected_matrix({variants.samples, {line}}, {}).written == 0) continue;
    Fields alleles{line.ref};
    alleles.insert(alleles.end(), line.alts.begin(), line.alts.end());
    for (auto& letters : alleles) letters = printed(letters);
    std::vector<Fields> pairs;
    for (auto const& genotype : line.genotypes) pairs.push_back(letters_of(genotype, alleles));
    auto const site = make_site({line.contig, std::to_string(line.pos), line.ref}, pairs);
    if (!site.alternates.empty()) all.sites.push_back(site);
  }
  return all;
}

class RandomRoundTrip : public ExtractTest {
 protected:
  std::string convert(std::string const& matrix, std::string const& letter) {
    auto const name = "random." + letter;
    auto const done = run({"convert", matrix, "-O", letter, "--pairs", "p.tsv", "-o", name,
                           "--index=none", "--chunk-size=1K"});
    EXPECT_EQ(done.exit_code, 0) << done.error;
    return name;
  }
};

TEST_F(RandomRoundTrip, KeepsEveryGenotypeOfAVariantSite) {
  std::size_t sites = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto const variants = make_random_variants(seed);
    write("x.vcf", vcf_text(variants));
    auto const extracted =
        run({"extract", "x.vcf", "-o", "m.tsv", "--write-pairs=p.tsv", "--on-bad-record=skip"});
    ASSERT_EQ(extracted.exit_code, 0) << extracted.error;
    auto const expected = genotypes_of(variants);
    sites += expected.sites.size();
    if (expected_matrix(variants, {}).written == 0)
      continue;  // BCF cannot be made from a matrix without rows

    expect_equal(read_vcf(read(convert("m.tsv", "v"))), expected);
    expect_equal(read_vcf(records_by_htslib(file(convert("m.tsv", "b")))), expected);
    if (HasFailure()) return;
  }
  EXPECT_GT(sites, 500U) << "too few to tell anything";
}

TEST_F(RandomRoundTrip, TwiceGivesTheSameRecords) {
  for (std::uint64_t seed = 100; seed < 115; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    write("x.vcf", vcf_text(make_random_variants(seed)));
    run({"extract", "x.vcf", "-o", "m.tsv", "--write-pairs=p.tsv", "--on-bad-record=skip"});
    auto const records = [&](std::string const& name) {
      auto const text = records_by_htslib(file(name));
      return text.substr(text.find("#CHROM"));
    };
    auto const first = records(convert("m.tsv", "v"));
    ASSERT_EQ(run({"extract", "random.v", "-o", "again.tsv"}).exit_code, 0);
    EXPECT_EQ(records(convert("again.tsv", "v")), first);
  }
}

}  // namespace
}  // namespace hapmill::test
