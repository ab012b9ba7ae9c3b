#include "extract_test.hpp"

#include "extract/variant_files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

namespace hapmill::test {
namespace {

using Words = std::initializer_list<std::string_view>;

class Refusal : public ExtractTest {
 protected:
  void expect_refused(Arguments const& options, Words words, int exit_code = 3) const {
    Arguments arguments{"extract"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.insert(arguments.end(), {"-o", "m.tsv", "--write-pairs", "p.tsv"});
    auto const before = names();
    expect_error(run(arguments), exit_code, words);
    EXPECT_EQ(names(), before) << "no file is left";
  }

  /// Expects a message that names the place of the record, and that --on-bad-record skip leaves it
  /// out.
  void expect_record_refused(std::string const& line, std::string const& reason, Words words,
                             bool is_in_bcf = true) const {
    SCOPED_TRACE(line);
    std::string const vcf = small_vcf(std::string{good_line} + line + "\n" + good_line);
    write("v.vcf", vcf);
    if (is_in_bcf) write_bcf(file("v.bcf"), vcf);
    for (std::string const name : {"v.vcf", "v.bcf"}) {
      if (name == "v.bcf" && !is_in_bcf) continue;
      expect_refused({name}, words);
      expect_refused({name},
                     {name == "v.vcf" ? "v.vcf:9: " : "v.bcf: record 2: ", "--on-bad-record skip"});
      auto const skipped = run({"extract", name, "--on-bad-record", "skip"});
      EXPECT_EQ(skipped.exit_code, 0);
      EXPECT_EQ(skipped.output,
                "CHROM\tPOS\tREF\ta_1\ta_2\tb_1\tb_2\nchr1\t7\tA\tA\tT\tT\tT\n"
                "chr1\t7\tA\tA\tT\tT\tT\n");
      EXPECT_NE(skipped.error.find("+ 1 rejected\n  rejected, " + reason + ": 1, first at "),
                std::string::npos)
          << skipped.error;
    }
  }

  static std::string with_genotypes(std::string const& genotypes) {
    return "2\t5\t.\tA\tC,<DEL>\t.\t.\t.\tGT\t" + genotypes;
  }
};

TEST_F(Refusal, UnphasedGenotypesAreRefused) {
  expect_record_refused(with_genotypes("0|1\t0/1"), "unphased",
                        {"2:5: sample \"b\": the genotype is heterozygous and not phased "
                         "(found \"0/1\")",
                         "--unphased as-is"});
  expect_record_refused(with_genotypes("./1\t0|1"), "unphased", {"sample \"a\"", "\"./1\""});
}

TEST_F(Refusal, OneAlleleForTwoColumnsIsRefused) {
  expect_record_refused(
      with_genotypes("0|1\t1"), "haploid",
      {"2:5: sample \"b\": the genotype has one allele", "\"1\"", "--haploid twice", "--ploidy 1"});
}

TEST_F(Refusal, MoreThanTwoAllelesAreRefused) {
  expect_record_refused(with_genotypes("0|1|1\t0|0"), "ploidy",
                        {"sample \"a\"", "more than two alleles", "\"0|1|1\""});
}

TEST_F(Refusal, SymbolicAllelesOfASampleAreRefused) {
  expect_record_refused(with_genotypes("0|1\t0|2"), "symbolic",
                        {"2:5: sample \"b\"", "\"<DEL>\"", "bcftools view"});
  expect_record_refused("2\t5\t.\tA\tA[2:9[\t.\t.\t.\tGT\t0|1\t1|1", "symbolic", {"\"A[2:9[\""});
}

TEST_F(Refusal, AllelesThatTheRecordDoesNotListAreRefused) {
  expect_record_refused(with_genotypes("0|1\t3|0"), "allele", {"sample \"b\"", "\"3|0\""});
  expect_record_refused(with_genotypes("0|1\t2000000|0"), "allele", {"\"2000000|0\""});
}

TEST_F(Refusal, RecordsWithoutGenotypesAreRefused) {
  expect_record_refused("2\t5\t.\tA\tC\t.\t.\t.\tDP\t1\t2", "no-gt", {"2:5: the record has no GT"});
}

TEST_F(Refusal, InvalidSitesAreRefused) {
  expect_record_refused("2\t0\t.\tA\tC\t.\t.\t.\tGT\t0|1\t0|1", "pos", {"POS", "\"0\""});
  expect_record_refused("2\t5\t.\t<X>\tC\t.\t.\t.\tGT\t0|1\t0|1", "ref", {"REF", "\"<X>\""});
  expect_record_refused("a b\t5\t.\tA\tC\t.\t.\t.\tGT\t0|1\t0|1", "chrom", {"CHROM", "\"a b\""},
                        false);
  expect_record_refused("2\t3000000000\t.\tA\tC\t.\t.\t.\tGT\t0|1\t0|1", "pos",
                        {"POS", "\"3000000000\""}, false);
}

TEST_F(Refusal, LinesThatAreNotRecordsAreRefused) {
  auto const expect = [this](std::string const& line, Words words) {
    expect_record_refused(line, "malformed", words, false);
  };
  expect("2\t5\t.\tA\tC\t.\t.\t.\tGT\t0|1", {"the number of columns differs"});
  expect("2\t5\t.\tA\tC\t.\t.\t.\tGT\t0|1\t0|1\t0|1", {"the number of columns differs"});
  expect("2\t5\t.\tA", {"the number of columns differs"});
  expect("", {"the number of columns differs"});
  expect("2\t5x\t.\tA\tC\t.\t.\t.\tGT\t0|1\t0|1", {"POS is not a number", "\"5x\""});
  expect("2\t\t.\tA\tC\t.\t.\t.\tGT\t0|1\t0|1", {"POS is not a number"});
  expect("2\t5\t.\tA\tC\t.\t.\t.\tGT\t0|A\t0|1", {"the line is not a record"});
}

TEST_F(Refusal, HeterozygousGenotypesForOneColumnAreRefused) {
  write("v.vcf", small_vcf("2\t5\t.\tA\tC\t.\t.\t.\tGT\t1|1\t0|1\n"));
  expect_refused({"v.vcf", "--ploidy", "1"},
                 {"v.vcf:8: 2:5: sample \"b\": the genotype has two different alleles", "\"0|1\"",
                  "--ploidy 2"});
}

TEST_F(Refusal, InputThatIsNotVcfIsRefused) {
  expect_refused({"nowhere.vcf"}, {"nowhere.vcf", "No such file"});
  expect_refused({"."}, {". is a folder"});
  write("empty", "");
  expect_refused({"empty"}, {"empty is neither VCF nor BCF"});
  write("m.txt", small_matrix);
  expect_refused({"m.txt"}, {"m.txt is neither VCF nor BCF"});
  write("h.vcf", "##fileformat=VCFv4.2\n");
  expect_refused({"h.vcf"}, {"h.vcf: the header cannot be read"});
  write("twice.vcf", vcf_header({"a", "a"}));
  expect_refused({"twice.vcf"}, {"names a sample twice"});
  write(
      "sites.vcf",
      "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n2\t1\t.\tA\tC\t.\t.\t."
      "\n");
  expect_refused({"sites.vcf"}, {"has no samples"});
}

TEST_F(Refusal, TruncatedAndCorruptFilesAreRefused) {
  std::string lines;
  for (int k = 0; k < 30'000; ++k) {
    lines +=
        "chr1\t" + std::to_string(k * 7919 % 99'991 + 1) + "\t.\tA\tT\t.\t.\t.\tGT\t0|1\t1|1\n";
  }
  for (auto const& name : write_all_forms(small_vcf(lines))) {
    if (name == "v.vcf") continue;
    SCOPED_TRACE(name);
    std::string const whole = read(name);
    std::string damaged = whole;
    damaged[damaged.size() / 2] = static_cast<char>(~damaged[damaged.size() / 2]);
    for (auto const& bad : {whole.substr(0, whole.size() / 2), whole.substr(0, whole.size() - 1),
                            whole.substr(0, whole.size() - 28), damaged}) {
      write("bad", bad);
      // Damaged gzip data may still look like lines; the damage is detected only at its end.
      bool const may_be_line = name == "v.gz" && bad == damaged;
      for (std::string const threads : {"1", "3"}) {
        expect_refused({"bad", "--threads", threads, "--on-bad-record", "skip"},
                       {"bad is ", "truncated", "again"});
        expect_refused({"bad", "--threads", threads}, {may_be_line ? "bad" : "bad is "});
      }
      auto const piped = run_piped("bad", {"extract", "-", "-o", "m.tsv"});
      expect_error(piped, 3, {may_be_line ? "standard input" : "standard input is "});
      EXPECT_FALSE(has("m.tsv"));
    }
  }
}

TEST_F(Refusal, WrongUsageIsRefused) {
  write("v.vcf", small_vcf(good_line));
  expect_error(run({"extract"}), 2, {"no VCF or BCF file given"});
  expect_error(run({"extract", "v.vcf", "w.vcf"}), 2, {"w.vcf"});
  expect_refused({"v.vcf", "--ploidy", "3"}, {"--ploidy 3", "1 to 2"}, 2);
  expect_refused({"v.vcf", "--haploid", "x"}, {"--haploid x", "error, twice, missing"}, 2);
  expect_refused({"v.vcf", "--unphased", "x"}, {"error, as-is, missing"}, 2);
  expect_refused({"v.vcf", "--on-bad-record", "x"}, {"error, skip"}, 2);
  expect_refused({"v.vcf", "--missing-code", "A"}, {"is also an allele"}, 2);
  expect_refused({"v.vcf", "--missing-code", ""}, {"--missing-code is empty"}, 2);
  expect_refused({"v.vcf", "--missing-code", "-"}, {"are the same"}, 2);
  expect_refused({"v.vcf", "-s", "a", "-S", "b"}, {"cannot be used together"}, 2);
  expect_refused({"v.vcf", "-S", "nowhere"}, {"nowhere", "No such file"});
  expect_error(run({"extract", "v.vcf", "-o", "v.vcf"}), 2, {"overwrite the input"});
  expect_error(run({"extract", "v.vcf", "-o", "x", "--write-pairs", "x"}), 2,
               {"overwrite what -o"});
  expect_error(run({"extract", "v.vcf", "-o", "none/m.tsv"}), 5, {"make the folder first"});
  write("c.vcf", vcf_header({"#a"}));
  expect_refused({"c.vcf"}, {"\"#a\" cannot be in a pairs file"});
}

TEST_F(Refusal, AFullDiskIsReported) {
  write("v.vcf", small_vcf(good_line));
  expect_error(run({"extract", "v.vcf", "-o", "/dev/full"}), 5, {"/dev/full", "make room"});
}

TEST_F(Refusal, SignalsEndARunThatWaitsForInput) {
  for (auto const& [signal, exit_code] : {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}}) {
    std::string lines;
    for (int k = 0; k < 500; ++k) lines += good_line;  // more than htslib reads at first
    for (std::string const& text : {std::string{"##file"}, small_vcf(lines)}) {
      Pipe pipe = make_pipe();
      Launch start = launch({"extract", "-", "-o", "m.tsv"});
      start.input = pipe.read_end.number();
      Process process{start};
      ASSERT_GT(::write(pipe.write_end.number(), text.data(), text.size()), 0);
      int const number = signal;
      ASSERT_TRUE(comes_true([&] { return process.catches(number); }));
      if (text.size() > 10) {
        ASSERT_TRUE(comes_true([&] { return has(".m.tsv.hapmill-part"); }));
      }
      auto const sent = std::chrono::steady_clock::now();
      process.send(signal);
      expect_error(process.wait(), exit_code, {"interrupted"});
      EXPECT_LT(std::chrono::steady_clock::now() - sent, std::chrono::seconds{3});
      EXPECT_EQ(names(), Arguments{});
    }
  }
}

}  // namespace
}  // namespace hapmill::test
