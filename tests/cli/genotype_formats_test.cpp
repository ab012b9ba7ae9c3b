// Runs the program with --input-format diploid and hapmap, --reference and --check-ref.
#include "support/bcf_text.hpp"
#include "support/program.hpp"
#include "tests/folders.hpp"

#include <gtest/gtest.h>
#include <htslib/hts_log.h>

#include <nlohmann/json.hpp>

namespace hapmill::test {
namespace {

/// Returns the line of column names and the records.
std::string without_meta_lines(std::string const& vcf) { return vcf.substr(vcf.find("#CHROM")); }

struct GoldenFile {
  char const* name;
  char const* format;
  char const* records;
  char const* table;  ///< with --unphased as-is
};

constexpr GoldenFile golden_files[] = {
    {"tassel.hmp.txt", "hapmap", "hapmap.expected.vcf", "hapmap.expected.tsv"},
    {"tassel-two-letters.hmp.txt", "hapmap", "hapmap.expected.vcf", "hapmap.expected.tsv"},
    {"gapit.hmp.txt", "hapmap", "hapmap.expected.vcf", "hapmap.expected.tsv"},
    {"rmvp.hmp.txt", "hapmap", "hapmap.expected.vcf", "hapmap.expected.tsv"},
    {"query-header.txt", "diploid", "query.expected.vcf", "query.expected.tsv"},
};

class GenotypeGolden : public ProgramTest, public testing::WithParamInterface<GoldenFile> {
 protected:
  std::string const golden_ = HAPMILL_GOLDEN_DIR "/genotypes/";

  Finished convert(Arguments more) const {
    Arguments arguments{"convert", "-q", golden_ + GetParam().name, "--input-format",
                        GetParam().format};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
};

TEST_P(GenotypeGolden, EveryVcfAndBcfHasTheGenotypes) {
  hts_set_log_level(HTS_LOG_ERROR);
  std::string const expected = read_text(golden_ + GetParam().records);
  for (char const* name : {"x.vcf", "x.vcf.gz", "x.bcf"}) {
    auto const done = convert({"-o", name});
    ASSERT_EQ(done.exit_code, 0) << done.error;
    EXPECT_EQ(records_by_htslib(file(name)), expected) << name;
  }
  EXPECT_EQ(without_meta_lines(read("x.vcf")), expected);
}

TEST_P(GenotypeGolden, TheTableHasTheGenotypesInTheOrderOfTheFile) {
  auto const done = convert({"--unphased", "as-is"});
  ASSERT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(done.output, read_text(golden_ + GetParam().table));
}

INSTANTIATE_TEST_SUITE_P(Files, GenotypeGolden, testing::ValuesIn(golden_files),
                         [](auto const& golden) {
                           std::string name;
                           for (char const byte : std::string{golden.param.name}) {
                             if (std::isalnum(static_cast<unsigned char>(byte)) != 0) name += byte;
                           }
                           return name;
                         });

class GenotypeFormats : public ProgramTest {
 protected:
  /// Rows of HapMap for two samples, without a header.
  static std::string hapmap_row(std::string const& alleles, std::string const& pos,
                                std::string const& genotypes) {
    return "r\t" + alleles + "\tc\t" + pos + "\t+\tNA\tNA\tNA\tNA\tNA\tNA\t" + genotypes + "\n";
  }
  void write_reference() const {
    write("r.fa", ">c\nacgtacgtac\n");
    write("r.fa.fai", "c\t10\t3\t10\t11\n");
  }
  void expect_usage_error(Arguments arguments,
                          std::initializer_list<std::string_view> words) const {
    write("m.tsv", small_matrix);
    arguments.insert(arguments.begin(), {"convert", "m.tsv"});
    expect_error(run(arguments), 2, words);
  }
};

TEST_F(GenotypeFormats, DiploidWithoutAHeaderNumbersItsSamples) {
  write("d.txt", "c\t1\tA\tA|T\tT/A\n");
  auto const done = run({"convert", "-q", "d.txt", "--input-format", "diploid", "-O", "v"});
  EXPECT_EQ(without_meta_lines(done.output),
            "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ts1\ts2\n"
            "c\t1\t.\tA\tT\t.\tPASS\tAC=2;AN=4;NS=2\tGT\t0|1\t1/0\n");
}

TEST_F(GenotypeFormats, TheTableRefusesAnUnphasedGenotypeByItsPlace) {
  write("d.txt", "CHROM\tPOS\tREF\tx\ty\nc\t1\tA\tA|T\tT/T\nc\t2\tA\tA|T\tT/A\n");
  expect_error(run({"convert", "d.txt", "--input-format", "diploid"}), 3,
               {"d.txt:3: column 5 (y): two alleles that are not phased", "found \"T/A\"",
                "--unphased as-is or missing"});
  auto const done = run({"convert", "d.txt", "--input-format", "diploid", "--on-bad-row", "skip",
                         "--rejects", "r", "-o", "t.tsv"});
  EXPECT_EQ(done.exit_code, 0);
  EXPECT_EQ(read("r"), "3\tunphased\tc\t2\tA\tA|T\tT/A\n");
  EXPECT_NE(read("t.tsv").find("c\t1\tA\tT\tc\tA|T\tc\tT|T\n"), std::string::npos);
}

TEST_F(GenotypeFormats, UnphasedMissingIsMissing) {
  write("d.txt", "CHROM\tPOS\tREF\tx\ty\nc\t1\tA\tA|T\tT/A\n");
  auto const done = run({"convert", "-q", "d.txt", "--input-format", "diploid", "--unphased",
                         "missing", "--missing", "dot"});
  EXPECT_NE(done.output.find("c\t1\tA\tT\tc\tA|T\tc\t.|.\n"), std::string::npos) << done.output;
}

TEST_F(GenotypeFormats, AnInvalidGenotypeIsReported) {
  write("d.txt", "CHROM\tPOS\tREF\tx\ty\nc\t1\tA\tA|T\tA|C|T\n");
  expect_error(run({"convert", "d.txt", "--input-format", "diploid", "-O", "v"}), 3,
               {"d.txt:2: column 5 (y): no genotype of this input format", "found \"A|C|T\""});
  write("h.txt", hapmap_row("A/T", "1", "AA\tAT") + hapmap_row("A/T", "2", "A\tAT"));
  expect_error(run({"convert", "h.txt", "--input-format", "hapmap", "-O", "v"}), 3,
               {"h.txt:2: column 12 (s1): no genotype of this input format"});
}

TEST_F(GenotypeFormats, AnIndelOfHapMapIsABadRowAndNeverMissing) {
  write("h.txt", hapmap_row("+/-", "1", "+\t0") + hapmap_row("A/+", "2", "A\t+") +
                     hapmap_row("A/T", "3", "A\tW"));
  auto const done = run({"convert", "h.txt", "--input-format", "hapmap", "-O", "v", "--on-bad-row",
                         "skip", "--rejects", "r", "-o", "x.vcf"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(read("r").substr(0, 13), "1\tref-allele\t");
  EXPECT_NE(read("r").find("\n2\talt-allele\t"), std::string::npos);
  EXPECT_NE(read("x.vcf").find("c\t3\t.\tA\tT\t.\tPASS\tAC=1;AN=4;NS=2\tGT\t0/0\t0/1\n"),
            std::string::npos);
}

TEST_F(GenotypeFormats, HapMapReportsTheSourceOfRef) {
  write("h.txt", hapmap_row("A/T", "2", "A\tW") + hapmap_row("C/T", "4", "C\tY"));
  auto const first = run({"convert", "h.txt", "--input-format", "hapmap", "-O", "v"});
  EXPECT_NE(first.output.find("\n##hapmillREF=the first allele"), std::string::npos);
  EXPECT_NE(first.error.find("REF is the first allele"), std::string::npos);
  write_reference();
  auto const done =
      run({"convert", "h.txt", "--input-format", "hapmap", "-O", "v", "--reference", "r.fa"});
  EXPECT_NE(done.output.find("\n##reference=r.fa\n"), std::string::npos);
  EXPECT_EQ(done.output.find("##hapmillREF"), std::string::npos);
  EXPECT_NE(done.output.find("c\t2\t.\tC\tA,T\t"), std::string::npos) << done.output;
  EXPECT_NE(done.error.find("does not list the base of r.fa in 1 row ("), std::string::npos);
  EXPECT_NE(done.error.find(": c:2 (A/T, reference C)"), std::string::npos) << done.error;
  EXPECT_NE(done.output.find("c\t4\t.\tT\tC\t.\tPASS\tAC=3;AN=4;NS=2\tGT\t1/1\t0/1"),
            std::string::npos);
}

TEST_F(GenotypeFormats, AHapMapRowWithoutRefIsBad) {
  write("h.txt", hapmap_row("NA", "1", "N\tN") + hapmap_row("NA", "2", "A\tN"));
  expect_error(run({"convert", "h.txt", "--input-format", "hapmap", "-O", "v"}), 3,
               {"h.txt:2: column 2 (alleles): no REF is known here", "--reference"});
  write_reference();
  write("h.txt", hapmap_row("A/T", "11", "A\tW"));
  expect_error(
      run({"convert", "h.txt", "--input-format", "hapmap", "-O", "v", "--reference", "r.fa"}), 3,
      {"h.txt:1: column 4 (pos): no REF is known here", "found \"11\""});
}

TEST_F(GenotypeFormats, TheFirstRowOfHapMapShowsItsLettersInAnyFile) {
  std::string const header =
      "rs#\talleles\tchrom\tpos\tstrand\tassembly#\tcenter\tprotLSID\tassayLSID\tpanelLSID\t"
      "QCcode\tx\ty\n";
  write("0.txt", header);
  write("1.txt", header + hapmap_row("A/C", "1", "AC\tNN"));
  auto const done = run({"convert", "0.txt", "1.txt", "--input-format", "hapmap", "-O", "v"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_NE(done.output.find("\tGT\t0/1\t./.\n"), std::string::npos) << done.output;
}

TEST_F(GenotypeFormats, CheckRefCountsOrRefuses) {
  write_reference();
  write("m.txt", "CHROM\tPOS\tREF\ta\nc\t1\tA\tT\nc\t2\tA\tT\nc\t9\tACG\tT\nd\t1\tA\tT\n");
  auto const done = run({"convert", "m.txt", "--reference", "r.fa", "--report", "j", "-o", "t"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  std::string const words =
      "REF is not that of r.fa in 3 rows: c:2 (A, reference C), c:9 (ACG, "
      "reference AC), d:1 (A, reference has none)";
  EXPECT_NE(done.error.find(words), std::string::npos) << done.error;
  auto const report = nlohmann::json::parse(read("j"));
  EXPECT_EQ(report.at("notes").at(0), words);
  EXPECT_EQ(report.at("rows").at("written"), 4);
  expect_error(run({"convert", "m.txt", "--reference", "r.fa", "--check-ref", "error"}), 3,
               {"m.txt:3: column 3 (REF): the reference has another REF here", "found \"A\""});
  auto const skipped = run({"convert", "m.txt", "--reference", "r.fa", "--check-ref", "error",
                            "--on-bad-row", "skip", "-o", "t"});
  EXPECT_NE(skipped.error.find("rejected, ref-mismatch: 3, first in lines 3, 4, 5"),
            std::string::npos)
      << skipped.error;
}

TEST_F(GenotypeFormats, ARefusedRowDoesNotAffectTheOthers) {
  write_reference();
  write("m.txt", "CHROM\tPOS\tREF\ta\r\nc\t1\tA\tT\r\r\nc\t2\tA\tT\r\nc\t3\tG\tT\r\n");
  auto const skipped = run({"convert", "m.txt", "--reference", "r.fa", "--check-ref", "error",
                            "--on-bad-row", "skip", "-o", "t"});
  for (std::string const words :
       {"rejected, cell: 1, first in line 2\n", "rejected, ref-mismatch: 1, first in line 3\n"}) {
    EXPECT_NE(skipped.error.find(words), std::string::npos) << skipped.error;
  }
}

TEST_F(GenotypeFormats, ReferencesThatCannotBeReadAreRefused) {
  write("m.txt", "c\t1\tA\tT\n");
  expect_error(run({"convert", "m.txt", "--reference", "no.fa"}), 3, {"no.fa: No such file"});
  write("r.fa", ">c\nACGT\n");
  expect_error(run({"convert", "m.txt", "--reference", "r.fa"}), 3,
               {"r.fa has no index r.fa.fai", "samtools faidx r.fa"});
  write("r.fa.fai", "c\t4000\t3\t4000\t4001\n");
  expect_error(run({"convert", "m.txt", "--reference", "r.fa"}), 3,
               {"r.fa: bases 1 to 4000 of c cannot be read"});
}

TEST_F(GenotypeFormats, HeadersThatDoNotFitAreRefused) {
  write("h.txt", "rs#\talleles\tlocus\tplace\t5\t6\t7\t8\t9\t10\t11\tx\n");
  expect_error(run({"convert", "h.txt", "--input-format", "hapmap", "-O", "v"}), 3,
               {"h.txt:1: columns 3 and 4 are called \"locus\" and \"place\""});
  write("h.txt", "rs#\talleles\tchrom\tpos\n");
  expect_error(run({"convert", "h.txt", "--input-format", "hapmap", "-O", "v"}), 3,
               {"h.txt:1: 4 columns, where rs#, alleles"});
  write("d.txt", "CHROM\tPOS\tREF\tx\tx\n");
  expect_error(run({"convert", "d.txt", "--input-format", "diploid", "-O", "v"}), 3,
               {"two samples are called \"x\""});
}

TEST_F(GenotypeFormats, OptionsThatDoNotApplyAreRefused) {
  expect_usage_error({"--input-format", "hapmap"}, {"HapMap are not phased", "--unphased"});
  expect_usage_error({"--input-format", "vcf"}, {"matrix, diploid, hapmap"});
  expect_usage_error({"--input-format", "diploid", "--pairs", "auto"}, {"--pairs and --unpaired"});
  expect_usage_error({"--input-format", "diploid", "--unpaired", "skip"}, {"--pairs"});
  expect_usage_error({"--input-format", "diploid", "--columns", "ref=3"}, {"--columns"});
  expect_usage_error({"--input-format", "diploid", "--cell-columns", "call,skip"},
                     {"--cell-columns"});
  expect_usage_error({"--input-format", "diploid", "--delimiter", "|"}, {"--delimiter"});
  expect_usage_error({"--input-format", "diploid", "--missing-code", "./."}, {"missing"});
  expect_usage_error({"--unphased", "missing"}, {"--unphased is for"});
  expect_usage_error({"--input-format", "diploid", "-O", "v", "--unphased", "missing"},
                     {"--unphased is for"});
  expect_usage_error({"--check-ref", "warn"}, {"--reference"});
  expect_usage_error(
      {"--input-format", "hapmap", "-O", "v", "--reference", "r", "--check-ref", "warn"},
      {"no column of REF"});
}

TEST_F(GenotypeFormats, ADiploidStreamIsAccepted) {
  auto const input = make_filled_pipe("CHROM\tPOS\tREF\tx\nc\t1\tA\tA|T\nd\t4\tG\tC/C\n");
  Launch launch;
  launch.input = input.number();
  auto const done = run({"convert", "-q", "-", "--input-format", "diploid", "-O", "v"}, launch);
  EXPECT_EQ(without_meta_lines(done.output),
            "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tx\n"
            "c\t1\t.\tA\tT\t.\tPASS\tAC=1;AN=2;NS=1\tGT\t0|1\n"
            "d\t4\t.\tG\tC\t.\tPASS\tAC=2;AN=2;NS=1\tGT\t1/1\n");
}

}  // namespace
}  // namespace hapmill::test
