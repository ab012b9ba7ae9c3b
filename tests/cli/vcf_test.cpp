#include "support/program.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "hapmill/version.hpp"

namespace hapmill::test {
namespace {

constexpr char const* small_records =
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t1a1b\t2a2b\n"
    "1\t10\t.\tA\tT\t.\tPASS\tAC=1;AN=4;NS=2\tGT\t0|1\t0|0\n"
    "2\t5\t.\tG\tT,*\t.\tPASS\tAC=1,1;AN=3;NS=2\tGT\t.|1\t2|0\n";

constexpr char const* definitions =
    "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"Allele count in genotypes, for each ALT "
    "allele\">\n"
    "##INFO=<ID=AN,Number=1,Type=Integer,Description=\"Total number of alleles in called "
    "genotypes\">\n"
    "##INFO=<ID=NS,Number=1,Type=Integer,Description=\"Number of samples with data\">\n"
    "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n";

constexpr char const* first_lines =
    "##fileformat=VCFv4.2\n##FILTER=<ID=PASS,Description=\"All filters passed\">\n";

class VcfOutput : public ProgramTest {
 protected:
  void SetUp() override { write("m.tsv", small_matrix); }

  std::string records_of(std::string const& name) const {
    std::string const text = read(name);
    return text.substr(text.find("#CHROM"));
  }
  void expect_refused(Arguments arguments, std::initializer_list<std::string_view> words) const {
    auto const before = names();
    arguments.insert(arguments.begin(), {"convert", "m.tsv"});
    expect_error(run(arguments), 2, words);
    EXPECT_EQ(names(), before);
  }
};

TEST_F(VcfOutput, HasTheHeaderOfItsMatrix) {
  auto const done = run({"convert", "m.tsv", "-o", "m.vcf"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(read("m.vcf"), std::string{first_lines} + "##source=hapmill " + std::string{version} +
                               "\n##hapmillCommand=hapmill convert m.tsv\n"
                               "##contig=<ID=1>\n##contig=<ID=2>\n" +
                               definitions + small_records);
  EXPECT_EQ(names(), (Arguments{"m.tsv", "m.vcf"})) << "no index of what is not compressed";
}

TEST_F(VcfOutput, NoVersionLeavesOutVersionAndCommand) {
  run({"convert", "m.tsv", "-o", "m.vcf", "--no-version"});
  EXPECT_EQ(read("m.vcf"), std::string{first_lines} + "##contig=<ID=1>\n##contig=<ID=2>\n" +
                               definitions + small_records);
}

TEST_F(VcfOutput, ItsCommandHasOnlyOptionsThatAffectTheOutput) {
  write("odd name.txt", "x\t1a\t2b\n");
  run({"convert",
       "-O",
       "v",
       "--threads",
       "2",
       "m.tsv",
       "--alt-order",
       "acgt",
       "-q",
       "--pairs",
       "odd name.txt",
       "--simd",
       "scalar",
       "-o",
       "m.vcf",
       "--full-scan",
       "--missing-code",
       "?",
       "--missing-code",
       "N",
       "--ps"});
  EXPECT_NE(read("m.vcf").find("\n##hapmillCommand=hapmill convert m.tsv --missing-code '?' "
                               "--missing-code N --pairs 'odd name.txt' --alt-order acgt --ps\n"),
            std::string::npos)
      << read("m.vcf");
}

TEST_F(VcfOutput, IsChosenByNameOrLetter) {
  run({"convert", "m.tsv", "-o", "m.vcf"});
  std::string const vcf = read("m.vcf");
  EXPECT_EQ(run({"convert", "m.tsv", "-O", "v"}).output, vcf);
  std::string const bgzf{"\x1F\x8B\x08\x04", 4};
  for (char const* name : {"m.vcf.gz", "m.vcf.bgz", "m.bcf", "m.tsv.gz", "m.bgz"}) {
    auto const done = run({"convert", "m.tsv", "-o", name});
    EXPECT_EQ(done.exit_code, 0) << done.error;
    EXPECT_EQ(read(name).substr(0, 4), bgzf) << name;
    bool const is_table = std::string_view{name}.find("cf") == std::string_view::npos;
    EXPECT_NE(has(std::string{name} + ".csi"), is_table) << name;
  }
  EXPECT_EQ(run({"convert", "m.tsv", "-O", "z"}).output, read("m.vcf.gz"));
  EXPECT_EQ(run({"convert", "m.tsv", "-O", "b"}).output, read("m.bcf"));
  EXPECT_EQ(run({"convert", "m.tsv", "-O", "u"}).output.substr(0, 5), "BCF\2\2");
  EXPECT_EQ(run({"convert", "m.tsv", "-O", "t", "-o", "t.vcf"}).exit_code, 0);
  EXPECT_EQ(read("t.vcf"), small_table);
}

TEST_F(VcfOutput, UsesContigsAndLengthsOfAFastaIndex) {
  write("ref.fai", "2\t1000\t3\t60\t61\nX\t20\t9\t60\t61\n1\t10\t99\t60\t61\n");
  EXPECT_EQ(run({"convert", "m.tsv", "-o", "m.vcf", "--fai", "ref.fai"}).exit_code, 0);
  EXPECT_NE(read("m.vcf").find("##contig=<ID=2,length=1000>\n##contig=<ID=X,length=20>\n"
                               "##contig=<ID=1,length=10>\n"),
            std::string::npos);
  EXPECT_EQ(records_of("m.vcf"), small_records);
}

TEST_F(VcfOutput, RefusesSitesThatTheFastaIndexDoesNotHave) {
  write("short.fai", "1\t9\n2\t5\n");
  expect_error(run({"convert", "m.tsv", "-o", "m.vcf", "--fai", "short.fai"}), 3,
               {"m.tsv:2", "column 2 (POS)", "\"10\"", "beyond the contig's length"});
  write("other.fai", "1\t10\n");
  expect_error(run({"convert", "m.tsv", "-o", "m.vcf", "--fai", "other.fai"}), 3,
               {"m.tsv:4", "column 1 (CHROM)", "\"2\"", "--fai"});
  EXPECT_FALSE(has("m.vcf"));
  auto const skipped =
      run({"convert", "m.tsv", "-o", "m.vcf", "--fai", "other.fai", "--on-bad-row", "skip"});
  EXPECT_EQ(skipped.exit_code, 0);
  EXPECT_NE(skipped.error.find("rejected, contig-unknown: 1, first in line 4"), std::string::npos);
  write("wrong.fai", "1 10\n");
  expect_error(run({"convert", "m.tsv", "-o", "m.vcf", "--fai", "wrong.fai"}), 3,
               {"wrong.fai:1", "faidx"});
  write("empty.fai", "");
  expect_error(run({"convert", "m.tsv", "-o", "m.vcf", "--fai", "empty.fai"}), 3, {"empty.fai"});
}

TEST_F(VcfOutput, RefusesContigsThatLookLikeHeaderLines) {
  write("hash.tsv", "CHROM\tPOS\tREF\ta\tb\n#1\t1\tA\tA\tT\n2\t1\tA\tA\tT\n");
  expect_error(run({"convert", "hash.tsv", "-O", "v"}), 3,
               {"hash.tsv:2", "column 1 (CHROM)", "\"#1\"", "VCF allows no contig"});
  auto const skipped = run({"convert", "hash.tsv", "-o", "h.vcf", "--on-bad-row", "skip"});
  EXPECT_NE(skipped.error.find("rejected, contig-name: 1, first in line 2"), std::string::npos);
  EXPECT_NE(read("h.vcf").find("##contig=<ID=2>"), std::string::npos);
  EXPECT_EQ(read("h.vcf").find("##contig=<ID=#1>"), std::string::npos);
  expect_refused({"-O", "v", "--contigs=2,#1"}, {"--contigs", "\"#1\""});
  EXPECT_EQ(run({"convert", "hash.tsv"}).exit_code, 0) << "the table takes the name";
}

TEST_F(VcfOutput, FromAStreamHasTheGivenContigs) {
  auto const stream = [&](Arguments arguments) {
    auto const matrix = make_filled_pipe(small_matrix);
    Launch started;
    started.input = matrix.number();
    arguments.insert(arguments.begin(), {"convert", "-", "-q"});
    return run(arguments, started);
  };
  auto const vcf = stream({"-O", "v", "--no-version"});
  EXPECT_EQ(vcf.output, std::string{first_lines} + definitions + small_records);
  expect_error(stream({"-O", "u"}), 2, {"BCF", "--fai", "--contigs"});
  auto const listed = stream({"-O", "v", "--no-version", "--contigs", "2,1"});
  EXPECT_EQ(listed.output, std::string{first_lines} + "##contig=<ID=2>\n##contig=<ID=1>\n" +
                               definitions + small_records);
  EXPECT_EQ(stream({"-O", "u", "--contigs", "1,2"}).exit_code, 0);
}

TEST_F(VcfOutput, RefusesOptionsThatDoNotApply) {
  for (char const* option : {"--table-style=panel", "--pi-prefix=x"}) {
    expect_refused({"-O", "v", option}, {"haplotype table only"});
  }
  for (char const* option : {"--ps", "--fai=m.fai", "--contigs=1", "--no-version"}) {
    expect_refused({option}, {"VCF and BCF"});
  }
  expect_refused({"-O", "v", "--fai=a", "--contigs=1"}, {"--fai", "--contigs", "one of them"});
  expect_refused({"-O", "v", "--contigs=1,,2"}, {"--contigs"});
  expect_refused({"-O", "v", "--compression-level=1"}, {"--compression-level", "compressed"});
  expect_refused({"-O", "z", "--compression-level=10"}, {"--compression-level", "0 to 9"});
  expect_refused({"-O", "v", "--index=csi"}, {"--index", "compressed"});
  expect_refused({"-O", "z", "--index=csi"}, {"--index", "standard output"});
  expect_refused({"-o", "x.bcf", "--index=tbi"}, {"--index tbi", "csi"});
  expect_refused({"-o", "x.vcf", "--missing=keep"}, {"--missing keep", "VCF", "ref or dot"});
  expect_refused({"-o", "x.vcf", "--deletion=ref"}, {"--deletion ref", "star"});
  expect_refused({"-o", "x.vcf", "--deletion=keep"}, {"--deletion keep", "star"});
  expect_refused({"-o", "x.vcf", "--ambiguous=literal"}, {"--ambiguous literal", "missing"});
}

TEST_F(VcfOutput, RefusesSampleNamesThatVcfForbids) {
  write("twice.txt", "CHROM\tPOS\tREF\tx\tx\n1\t1\tA\tA\tC\n");
  auto const twice = run({"convert", "twice.txt", "-O", "v", "--pairs", "none"});
  expect_error(twice, 3, {"two samples", "\"x\"", "--pairs"});
}

TEST_F(VcfOutput, IfUnsortedHasNoIndexAndSaysSo) {
  write("back.tsv",
        "CHROM\tPOS\tREF\ta\tb\n1\t10\tA\tA\tT\n1\t30\tA\tA\tT\n1\t20\tA\tA\tA\n"
        "1\t29\tA\tA\tT\n1\t28\tA\tA\tT\n");
  write("back.vcf.gz.csi", "of an older file");
  for (char const* chunk : {"1", "256K"}) {
    auto const done = run({"convert", "back.tsv", "-q", "-o", "back.vcf.gz", "--chunk-size", chunk,
                           "--report", "r.json"});
    EXPECT_EQ(done.exit_code, 4);
    for (char const* words :
         {"back.tsv:5", "position 29", "\"1\"", "after position 30", "--sort"}) {
      EXPECT_NE(done.error.find(words), std::string::npos) << done.error;
    }
    EXPECT_TRUE(has("back.vcf.gz"));
    EXPECT_FALSE(has("back.vcf.gz.csi"));
    auto const report = nlohmann::json::parse(read("r.json"));
    EXPECT_EQ(report.at("unsorted").at("line"), 5);
  }
  auto const plain = run({"convert", "back.tsv", "-q", "-o", "back.vcf"});
  EXPECT_EQ(plain.exit_code, 0) << "what has no index needs no order";
}

TEST_F(VcfOutput, PositionsBeyondTbiAreRefusedWithAdvice) {
  write("far.tsv", "CHROM\tPOS\tREF\ta\tb\n1\t536870913\tA\tA\tT\n1\t2147483647\tA\tA\tT\n");
  expect_error(run({"convert", "far.tsv", "-o", "far.vcf.gz", "--index", "tbi"}), 3,
               {"536870912", "--index csi"});
  EXPECT_EQ(names(), (Arguments{"far.tsv", "m.tsv"}));
  EXPECT_EQ(run({"convert", "far.tsv", "-o", "far.vcf.gz"}).exit_code, 0);
  EXPECT_TRUE(has("far.vcf.gz.csi"));
}

TEST_F(VcfOutput, CompressedBytesAndIndexDependOnlyOnTheMatrix) {
  ASSERT_EQ(run({"generate", "--rows", "30000", "--columns", "9", "--contigs", "3",
                 "--variant-rate", "0.7", "--missing-rate", "0.02", "--seed", "3", "-o", "g.tsv"})
                .exit_code,
            0);
  for (std::string const name : {"g.vcf.gz", "g.bcf"}) {
    Arguments const base{"convert",        "g.tsv",   "-q",       "--no-version", "--contigs",
                         "chr1,chr2,chr3", "--pairs", "adjacent", "-o",           name};
    ASSERT_EQ(run(base).exit_code, 0);
    std::string const bytes = read(name);
    std::string const index = read(name + ".csi");
    for (Arguments const& machine :
         {Arguments{"--threads", "1"}, Arguments{"--threads", "5", "--chunk-size", "1K"},
          Arguments{"--threads", "3", "--chunk-size", "777", "--simd", "scalar"},
          Arguments{"--chunk-size", "4M", "--full-scan"}}) {
      Arguments arguments = base;
      arguments.insert(arguments.end(), machine.begin(), machine.end());
      ASSERT_EQ(run(arguments).exit_code, 0);
      EXPECT_EQ(read(name), bytes) << machine.back();
      EXPECT_EQ(read(name + ".csi"), index) << machine.back();
    }
    Pipe matrix = make_pipe();
    std::jthread const feeder{[text = read("g.tsv"), &matrix] {
      for (std::size_t at = 0; at < text.size();) {
        auto const written = ::write(matrix.write_end.number(), text.data() + at, text.size() - at);
        if (written <= 0) break;
        at += static_cast<std::size_t>(written);
      }
      matrix.write_end.close();
    }};
    Launch streamed;
    streamed.input = matrix.read_end.number();
    Arguments arguments = base;
    arguments[1] = "-";
    ASSERT_EQ(run(arguments, streamed).exit_code, 0);
    EXPECT_EQ(read(name), bytes) << "a stream";
    EXPECT_EQ(read(name + ".csi"), index) << "a stream";
  }
}

TEST_F(VcfOutput, SummaryMentionsPlinkForHalfCalls) {
  auto const done = run({"convert", "m.tsv", "-o", "m.vcf"});
  EXPECT_NE(done.error.find("half-calls: 1; plink2 takes them with --vcf-half-call"),
            std::string::npos)
      << done.error;
  auto const without = run({"convert", "m.tsv", "-o", "m.vcf", "--half-call", "missing"});
  EXPECT_EQ(without.error.find("plink2"), std::string::npos);
}

}  // namespace
}  // namespace hapmill::test
