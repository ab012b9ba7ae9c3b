#include "table_readers.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

using Reader = Reading (*)(std::string const&);

std::string const phase_header = "CHROM\tPOS\tREF\tall-alleles\tk:PI\tk:PG_al\n";
std::string const simplify_header = "CHROM\tPOS\tRefAndAlts\tk:PI\tk:PGal\n";

/// Returns why the reader refuses the table; empty if it reads it.
std::string refusal(Reader reader, std::string const& table) {
  try {
    reader(table);
  } catch (Unreadable const& error) {
    return error.what();
  }
  return "";
}

struct Tool {
  std::string name;
  Reader reader;
};

void PrintTo(Tool const& tool, std::ostream* stream) { *stream << tool.name; }

class PhasingReaders : public testing::TestWithParam<Tool> {
 protected:
  std::string refusal_of_table(std::string const& table) const {
    return refusal(GetParam().reader, table);
  }
  std::string refusal_of(std::string const& pi, std::string const& genotype) const {
    return refusal_of_table(phase_header + "c\t1\tA\tA,T\t" + pi + '\t' + genotype + '\n');
  }
};

TEST_P(PhasingReaders, ReadPairsOfBasesStarsLongAllelesAndSitesWithoutGenotype) {
  for (std::string const genotype : {"A|T", "*|T", "A|*", "*|*", "AC|T", "A|-T", "A|NN"}) {
    EXPECT_EQ(refusal_of("c", genotype), "") << genotype;
  }
  EXPECT_EQ(refusal_of(".", "."), "");
  EXPECT_EQ(refusal_of_table(phase_header), "");
}

TEST_P(PhasingReaders, StopAtTextsThatAreNeitherBasesNorPairs) {
  for (std::string const genotype : {"N|T", "T|-", ".|T", ".|.", "a|T", "R|A", "|A"}) {
    EXPECT_EQ(refusal_of("c", genotype).substr(0, 10), "not a base") << genotype;
  }
  EXPECT_EQ(refusal_of("c", "A"), "not a pair: A");
  EXPECT_EQ(refusal_of("c", "A|T|T"), "not a pair: A");
}

TEST_P(PhasingReaders, StopAtFieldsThatPandasReadsDifferently) {
  EXPECT_EQ(refusal_of("\"c", "A|T"), "a quoted field: \"c");
  EXPECT_EQ(refusal_of("NA", "A|T"), "a field that is no value: NA");
  EXPECT_EQ(refusal_of("c\td", "A|T"), "a line of another length");
  EXPECT_EQ(refusal_of("c", "A|T\r"), "a carriage return");
  EXPECT_EQ(refusal_of_table(phase_header + "c\tx\tA\tA,T\tc\tA|T\n"), "POS x");
}

TEST_P(PhasingReaders, NeedTheirColumns) {
  EXPECT_EQ(refusal_of_table(""), "no header");
  EXPECT_EQ(refusal_of_table("CHROM\tPOS\tREF\tALT\tk:PI\tk:PG_al\n"), "0 columns all-alleles");
  EXPECT_EQ(refusal_of_table("CHROM\tPOS\tREF\tall-alleles\tk:PI\tk:PGal\n"), "0 columns k:PG_al");
  EXPECT_EQ(refusal_of_table("CHROM\tPOS\tREF\tall-alleles\tk:1:PI\tk:1:PG_al\n"),
            "0 columns k:PI");
}

INSTANTIATE_TEST_SUITE_P(Styles, PhasingReaders,
                         testing::Values(Tool{"PhaseExtender", read_phase_extender_input},
                                         Tool{"PhaseStitcher", read_phase_stitcher_input}),
                         [](auto const& test) { return test.param.name; });

TEST(PhaseStitcherReader, StopsAtAPiThatLooksLikeANumber) {
  std::string const table = phase_header + "1\t1\tA\tA,T\t1\tA|T\n";
  EXPECT_EQ(refusal(read_phase_stitcher_input, table), "a PI that is a number: 1");
  EXPECT_EQ(refusal(read_phase_extender_input, table), "");
}

TEST(PanelReaders, CutNamesAtTheirSeparator) {
  std::string const row = "c\t1\tA\tT\tc\tA|N\n";
  EXPECT_EQ(refusal(read_phase_extender_panel, "CHROM\tPOS\tREF\tALT\tk_1:PI\tk_1:PG_al\n" + row),
            "");
  EXPECT_EQ(refusal(read_phase_extender_panel, "CHROM\tPOS\tREF\tALT\tk:1:PI\tk:1:PG_al\n" + row),
            "0 columns k:PI");
  std::string const old_sites = "contig\tpos\tref\talt\t";
  EXPECT_EQ(refusal(read_phase_extender_2018_panel, old_sites + "k:1_PI\tk:1_PG_al\n" + row), "");
  EXPECT_EQ(refusal(read_phase_extender_2018_panel, old_sites + "k_1_PI\tk_1_PG_al\n" + row),
            "0 columns k_PI");
}

TEST(BuildVcfReader, NumbersAllelesByRefAndAlts) {
  Reading const reading = read_build_vcf_input(simplify_header + "c\t1\tA,TT,*\tc\tTT|*\n" +
                                               "c\t2\tA,T\t.\t.\n" + "c\t3\tA,T\tc\tT/A\n");
  EXPECT_EQ(reading.samples, std::vector<std::string>{"k"});
  EXPECT_EQ(reading.rows.at(0).genotypes.at(0).alleles, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(reading.rows.at(1).genotypes.at(0).alleles, std::vector<std::string>{"."});
  EXPECT_EQ(reading.rows.at(2).genotypes.at(0).alleles, (std::vector<std::string>{"1", "0"}));
}

TEST(BuildVcfReader, StopsAtTablesThatWouldMakeAWrongVcf) {
  auto const refusal_of = [](std::string const& row) {
    return refusal(read_build_vcf_input, simplify_header + row + '\n');
  };
  EXPECT_EQ(refusal_of("c\t1\tA,T\tc\tN|T"), "an allele that RefAndAlts lacks: N");
  EXPECT_EQ(refusal_of("c\t1\tA,T\tc\t-|T"), "an allele that RefAndAlts lacks: -");
  EXPECT_EQ(refusal_of("c\t1\tA,T,T\tc\tA|T"), "an allele twice: A,T,T");
  EXPECT_EQ(refusal_of("CHROM1\t1\tA,T\tc\tA|T"), "a row that looks like a header: CHROM1");
  EXPECT_EQ(refusal_of("c:1\t1\tA,T\tc:1\tA|T"), "PI c:1");
  EXPECT_EQ(refusal(read_build_vcf_input, phase_header), "0 columns RefAndAlts");
}

}  // namespace
}  // namespace hapmill::test
