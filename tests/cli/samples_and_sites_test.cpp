#include "support/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace hapmill::test {
namespace {

using Json = nlohmann::json;

class SamplesAndSites : public ProgramTest {
 protected:
  void SetUp() override {
    write("m.tsv",
          "CHROM\tPOS\tREF\t1a\t1b\t2a\t2b\t3a\t3b\n"
          "x\t1\tA\tA\tT\tA\tA\tA\tA\n"
          "x\t2\tA\tA\tA\tT\tN\tA\tA\n"
          "x\t3\tA\tT\tC\tG\tA\tA\tA\n"
          "x\t4\tA\t-\tA\tA\tA\tT\tT\n"
          "x\t5\tA\tN\tN\tN\tN\tT\tT\n"
          "x\t6\tAC\tA\tAC\tAC\tAC\tA\tA\n"
          "x\t7\tC\tC\tc\tC\tC\tC\tC\n");
  }

  /// Returns the records with their fields separated by spaces; for a table without the samples'
  /// PI.
  Arguments records(Arguments arguments) const {
    arguments.insert(arguments.begin(), {"convert", "m.tsv", "-q"});
    auto const finished = run(arguments);
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    Arguments lines;
    std::istringstream text{finished.output};
    for (std::string line; std::getline(text, line);) {
      if (!line.starts_with("##")) lines.push_back(line);
    }
    lines.erase(lines.begin());
    return lines;
  }

  Arguments positions(Arguments const& arguments) const {
    Arguments found;
    for (auto const& line : records(arguments))
      found.push_back(line.substr(2, line.find('\t', 2) - 2));
    return found;
  }

  void expect_refused(Arguments arguments, int exit_code,
                      std::initializer_list<std::string_view> words) const {
    arguments.insert(arguments.begin(), {"convert", "m.tsv"});
    expect_error(run(arguments), exit_code, words);
  }
};

TEST_F(SamplesAndSites, OnlyChosenSamplesMakeASiteVariant) {
  EXPECT_EQ(records({"-s", "2a2b"}), (Arguments{"x\t2\tA\tT\tx\tT|A", "x\t3\tA\tG\tx\tG|A"}));
  EXPECT_EQ(records({"--samples", "3a3b,2a2b", "--alt-from", "all"}).size(), 7U);
  write("names", "3a3b\n1a1b\n");
  EXPECT_EQ(records({"-S", "^names", "-O", "v"}),
            (Arguments{"x\t2\t.\tA\tT\t.\tPASS\tAC=1;AN=1;NS=1\tGT\t1|.",
                       "x\t3\t.\tA\tG\t.\tPASS\tAC=1;AN=2;NS=1\tGT\t1|0"}));
}

TEST_F(SamplesAndSites, TheHeaderHasTheChosenAndRenamedSamples) {
  write("new", "1a1b first\n3a3b\tthe third\n");
  Arguments const arguments{"convert", "m.tsv", "-q", "-s", "3a3b,1a1b", "--rename", "new"};
  auto const table = run(arguments).output;
  EXPECT_EQ(table.substr(0, table.find('\n')),
            "contig\tpos\tref\talt\tthe third_PI\tthe third_PG_al\tfirst_PI\tfirst_PG_al");
  auto of_vcf = arguments;
  of_vcf.insert(of_vcf.end(), {"-O", "v", "-m3", "--snps-only"});
  auto const vcf = run(of_vcf).output;
  EXPECT_NE(vcf.find("\tFORMAT\tthe third\tfirst\n"), std::string::npos) << vcf;
  EXPECT_NE(vcf.find("##hapmillCommand=hapmill convert m.tsv --samples 3a3b,1a1b --rename new "
                     "--min-alleles 3 --snps-only\n"),
            std::string::npos)
      << vcf;
}

TEST_F(SamplesAndSites, SitesAreFilteredByTheirAlleles) {
  EXPECT_EQ(positions({}), (Arguments{"1", "2", "3", "4", "5", "6", "7"}));
  EXPECT_EQ(positions({"-m", "3"}), (Arguments{"3", "4"}));
  EXPECT_EQ(positions({"-m", "4"}), (Arguments{"3"}));
  EXPECT_EQ(positions({"-M", "2"}), (Arguments{"1", "2", "5", "6", "7"}));
  EXPECT_EQ(positions({"--snps-only"}), (Arguments{"1", "2", "3", "5", "7"}));
  EXPECT_EQ(positions({"--snps-only", "--deletion", "missing"}),
            (Arguments{"1", "2", "3", "4", "5", "7"}));
  EXPECT_EQ(positions({"-c", "2"}), (Arguments{"3", "4", "5", "6"}));
  EXPECT_EQ(positions({"-c", "3", "-s", "^1a1b"}), Arguments{});
}

TEST_F(SamplesAndSites, AMissingAlleleCountsAsMissingHoweverItIsPrinted) {
  for (char const* missing : {"ref", "dot", "keep"}) {
    EXPECT_EQ(positions({"--max-missing-rate", "0", "--missing", missing}),
              (Arguments{"1", "3", "4", "6", "7"}));
    EXPECT_EQ(positions({"--max-missing-rate", "0.17", "--missing", missing}),
              (Arguments{"1", "2", "3", "4", "6", "7"}));
    EXPECT_EQ(positions({"--max-missing-rate", "0.6", "--missing", missing}).size(), 6U);
  }
  // If half-calls are missing, both alleles are missing, even an alternate.
  Arguments const halves{"--missing", "dot", "--half-call", "missing", "-s", "2a2b,1a1b"};
  auto half = halves;
  half.insert(half.end(), {"--max-missing-rate", "0.25"});
  EXPECT_EQ(positions(half), (Arguments{"1", "3", "4", "6", "7"}));
  half.back() = "0.5";
  EXPECT_EQ(positions(half), (Arguments{"1", "2", "3", "4", "6", "7"}));
  half.insert(half.end(), {"-c", "1"});
  EXPECT_EQ(positions(half), (Arguments{"1", "3", "4", "6", "7"}));
}

TEST_F(SamplesAndSites, FilteredSitesAreCountedByReason) {
  for (char const* type : {"t", "v", "u"}) {
    auto const finished = run({"convert", "m.tsv", "-O", type, "-o", "out", "--report", "r.json",
                               "-M", "3", "--snps-only", "-c", "2", "--max-missing-rate", "0.5"});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    Json const report = Json::parse(read("r.json"));
    bool const is_table = *type == 't';
    // In VCF a lower-case letter is not a different allele.
    EXPECT_EQ(report["rows"], Json({{"read", 7},
                                    {"written", 0},
                                    {"non_variant", is_table ? 0 : 1},
                                    {"filtered", is_table ? 7 : 6},
                                    {"rejected", 0}}));
    EXPECT_EQ(report["filtered"], Json({{"max-alleles", 1},
                                        {"snps-only", 2},
                                        {"min-ac", is_table ? 3 : 2},
                                        {"max-missing-rate", 1}}));
    EXPECT_NE(finished.error.find("  filtered, max-alleles: 1\n  filtered, snps-only: 2\n"
                                  "  filtered, min-ac: "),
              std::string::npos)
        << finished.error;
  }
  EXPECT_NE(
      run({"convert", "m.tsv", "--deletion", "drop-site"}).error.find("  filtered, drop-site: 1\n"),
      std::string::npos);
}

TEST_F(SamplesAndSites, BadRowsAreStillBad) {
  write("m.tsv",
        "CHROM\tPOS\tREF\t1a\t1b\t2a\t2b\n"
        "x\t1\tA\tA\tT\tA\t\n"
        "x\t2\tA\tA\tQ\tA\tA\n"
        "x\t3\tA\tA\tA\tA\tQ\n");
  auto const finished = run({"convert", "m.tsv", "-O", "v", "-o", "out.vcf", "-s", "1a1b", "-c",
                             "9", "--on-bad-row", "skip", "--rejects", "bad"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(read("bad"), "2\tcell\tx\t1\tA\tA\tT\tA\t\n3\talt-allele\tx\t2\tA\tA\tQ\tA\tA\n");
}

TEST_F(SamplesAndSites, MessagesSayWhatIsWrongWithTheOptions) {
  write("names", "1a1b\n4\n");
  expect_refused({"-s", "1a"}, 3, {"--samples", "\"1a\"", "is of the sample \"1a1b\""});
  expect_refused({"-S", "names"}, 3, {"names:2", "\"4\"", "\"1a1b\", \"2a2b\", \"3a3b\""});
  expect_refused({"-S", "nowhere"}, 3, {"nowhere"});
  expect_refused({"-S", "^"}, 2, {"--samples-file", "no name"});
  expect_refused({"--rename", ""}, 2, {"--rename", "no name"});
  expect_refused({"--rename", "names"}, 3, {"names:1", "separated by a TAB"});
  expect_refused({"-s", "1a1b", "-S", "names"}, 2, {"--samples", "--samples-file", "one of them"});
  expect_refused({"-S", "^names", "-o", "names"}, 2, {"would overwrite", "--samples-file"});
  expect_refused({"--rename", "names", "-o", "names"}, 2, {"would overwrite", "--rename"});
  expect_refused({"-m", "x"}, 2, {"--min-alleles", "whole number"});
  expect_refused({"--max-missing-rate", "5%"}, 2, {"--max-missing-rate", "0 to 1", "0.05"});
}

TEST_F(SamplesAndSites, AreNotWrittenWithoutAnySample) {
  write("one.tsv", "CHROM\tPOS\tREF\t1a\nx\t2\tA\tT\n");
  for (char const* output : {"-", "t.vcf"}) {
    expect_error(
        run({"convert", "one.tsv", "--pairs", "adjacent", "-o", output}), 3,
        {"--pairs adjacent: no sample can be formed from 1 haplotype column", "none or self"});
  }
  auto const haploid =
      run({"convert", "one.tsv", "-q", "--pairs", "adjacent", "--unpaired", "haploid"});
  EXPECT_EQ(haploid.exit_code, 0) << haploid.error;
}

}  // namespace
}  // namespace hapmill::test
