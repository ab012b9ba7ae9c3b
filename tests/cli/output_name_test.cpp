// The type of the output follows its name, and a name that promises another format is refused.
#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <string>

namespace hapmill::test {
namespace {

class OutputName : public ProgramTest {
 protected:
  OutputName() { write("m.tsv", small_matrix); }
  Finished convert_to(std::string const& name, Arguments more = {}) const {
    Arguments arguments{"convert", "m.tsv", "-q", "-o", name};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
};

TEST_F(OutputName, OfAFormatThatIsNotWrittenIsRefused) {
  for (std::string const name :
       {"x.csv", "x.CSV", "x.csv.gz", "x.zarr", "x.pgen", "x.parquet", "x.hmp.txt", "x.hmp.txt.gz",
        "x.xlsx", "x.ped", "x.bed", "x.tsv.zst", "x.vcf.bz2", "x.haps", "x.geno", "x.json"}) {
    expect_error(convert_to(name), 2, {"-o " + name, "-O t"});
    EXPECT_FALSE(has(name)) << name;
  }
}

TEST_F(OutputName, ThatDiffersFromAKnownOneInCaseIsRefused) {
  for (std::string const name : {"x.VCF", "x.Vcf.GZ", "x.BCF", "x.vcf.GZ"}) {
    expect_error(convert_to(name), 2, {"-o " + name, "-O t"});
  }
}

TEST_F(OutputName, OfBcfNeedsNoSecondCompression) {
  expect_error(convert_to("x.bcf.gz"), 2, {"-o x.bcf.gz", ".bcf"});
}

TEST_F(OutputName, IsTakenAsItIsWithAnExplicitType) {
  EXPECT_EQ(convert_to("x.csv", {"-O", "t"}).exit_code, 0);
  EXPECT_EQ(read("x.csv"), small_table);
  EXPECT_EQ(convert_to("x.VCF", {"-O", "v"}).exit_code, 0);
  EXPECT_TRUE(read("x.VCF").starts_with("##fileformat=VCF")) << read("x.VCF");
}

TEST_F(OutputName, ThatSaysNothingMeansTheTable) {
  for (std::string const name : {"x.tsv", "x.txt", "x.tab", "haplotypes", "x.v1", "csv"}) {
    EXPECT_EQ(convert_to(name).exit_code, 0) << name;
    EXPECT_EQ(read(name), small_table) << name;
  }
}

TEST_F(OutputName, OfFilesByContigIsHeldToTheSameRule) {
  expect_error(run({"convert", "m.tsv", "-q", "--split-by-contig", "d", "-o", "{contig}.csv"}), 2,
               {"{contig}.csv", "-O t"});
}

/// The user's side of a terminal; what is written to it can be read from the other side.
struct Terminal {
  Descriptor other_side{::posix_openpt(O_RDWR | O_NOCTTY)};
  std::string path;
  Descriptor user_side;

  Terminal() {
    ::grantpt(other_side.number());
    ::unlockpt(other_side.number());
    path = ::ptsname(other_side.number());
    user_side = open_file(path, O_RDWR | O_NOCTTY);
  }
};

TEST_F(OutputName, OfATerminalTakesTextOnly) {
  Terminal const terminal;
  for (std::string const type : {"z", "b", "u"}) {
    Launch to_terminal;
    to_terminal.output = terminal.user_side.number();
    expect_error(run({"convert", "m.tsv", "-q", "-O", type}, to_terminal), 2, {"terminal", "-o"});
    expect_error(run({"convert", "m.tsv", "-q", "-O", type, "-o", terminal.path}), 2,
                 {"terminal", "-o"});
  }
  Launch to_terminal;
  to_terminal.output = terminal.user_side.number();
  EXPECT_EQ(run({"convert", "m.tsv", "-q", "-O", "v"}, to_terminal).exit_code, 0);
}

}  // namespace
}  // namespace hapmill::test
