#include "extract_test.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace hapmill::test {
namespace {

using Arguments = std::vector<std::string>;

Arguments arguments_of(ExtractWords const& words) {
  Arguments arguments{"--ploidy",        std::to_string(words.ploidy),
                      "--haploid",       words.haploid,
                      "--unphased",      words.unphased,
                      "--on-bad-record", "skip"};
  if (words.variant_only) arguments.emplace_back("--variant-only");
  std::string list;
  for (auto const& sample : words.samples) list += (list.empty() ? "" : ",") + sample;
  if (!list.empty()) arguments.insert(arguments.end(), {"-s", list});
  return arguments;
}

class Extraction : public ExtractTest {
 protected:
  static void expect_matrix(Finished const& finished, ExpectedMatrix const& expected) {
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(finished.output, expected.text);
    auto const sum = expected.written + expected.non_variant + expected.rejected;
    auto const counts = std::to_string(sum) + (sum == 1 ? " record read = " : " records read = ") +
                        std::to_string(expected.written) +
                        (expected.written == 1 ? " row" : " rows") + " written + " +
                        std::to_string(expected.non_variant) + " non-variant + " +
                        std::to_string(expected.rejected) + " rejected\n";
    std::string error = finished.error;
    std::erase(error, ',');  // the separators of thousands
    EXPECT_NE(error.find(counts), std::string::npos) << counts << finished.error;
  }
};

TEST_F(Extraction, GivesTheExpectedRowsForRandomFilesInEveryForm) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    auto const variants = make_random_variants(seed);
    auto const words = make_random_words(seed, variants);
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto const expected = expected_matrix(variants, words);
    for (auto const& name : write_all_forms(vcf_text(variants))) {
      SCOPED_TRACE(name);
      auto arguments = arguments_of(words);
      arguments.insert(arguments.begin(),
                       {"extract", name, "--threads", seed % 2 == 0 ? "1" : "3"});
      expect_matrix(run(arguments), expected);
      arguments[1] = "-";
      expect_matrix(run_piped(name, arguments), expected);
    }
    if (HasFailure()) return;
  }
}

TEST_F(Extraction, KeepsEveryByteOfManyAndLongRows) {
  VariantCase variants;
  for (int k = 0; k < 300; ++k) variants.samples.push_back("s" + std::to_string(k));
  for (std::uint64_t k = 1; k <= 3000; ++k) {
    VariantLine line{"2", k, "A", {"C", std::string(k % 500 == 0 ? 20'000 : 1, 'G')}, {}};
    for (std::uint64_t s = 0; s < 300; ++s) {
      line.genotypes.push_back(std::to_string((k * s) % 3) + "|" + std::to_string((k + s) % 2));
    }
    variants.lines.push_back(line);
  }
  auto const expected = expected_matrix(variants, {});
  for (auto const& name : write_all_forms(vcf_text(variants))) {
    expect_matrix(run({"extract", name}), expected);
    expect_matrix(run_piped(name, {"extract", "-"}), expected);
  }
}

TEST_F(Extraction, GivesAHeaderForAFileWithoutRecords) {
  for (auto const& name : write_all_forms(small_vcf(""))) {
    auto const finished = run({"extract", name});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(finished.output, "CHROM\tPOS\tREF\ta_1\ta_2\tb_1\tb_2\n");
  }
}

TEST_F(Extraction, WritesFilesOnlyWhenComplete) {
  write("v.vcf", small_vcf(good_line));
  auto const finished = run({"extract", "v.vcf", "-o", "m.tsv", "--write-pairs", "p.tsv", "-q"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.error, "");
  EXPECT_EQ(read("m.tsv"), "CHROM\tPOS\tREF\ta_1\ta_2\tb_1\tb_2\nchr1\t7\tA\tA\tT\tT\tT\n");
  EXPECT_EQ(read("p.tsv"), "a\ta_1\ta_2\nb\tb_1\tb_2\n");
  EXPECT_EQ(names(), (Arguments{"m.tsv", "p.tsv", "v.vcf"}));
}

TEST_F(Extraction, AcceptsGenotypesAndContigsThatTheHeaderDoesNotName) {
  write("v.vcf", std::string{"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
                             "\tFORMAT\ta\nX\t1\t.\tA\tC\t.\t.\tQ=1\tDP:GT\t3:0|1\n"});
  auto const finished = run({"extract", "v.vcf", "-q"});
  EXPECT_EQ(finished.output, "CHROM\tPOS\tREF\ta_1\ta_2\nX\t1\tA\tA\tC\n") << finished.error;
  EXPECT_EQ(finished.error, "");
}

TEST_F(Extraction, UsesOtherCodesForMissingAllelesAndDeletions) {
  write("v.vcf", small_vcf("2\t5\t.\tA\t*,GT\t.\t.\t.\tGT\t.|1\t2|0\n"));
  EXPECT_EQ(run({"extract", "v.vcf"}).output,
            "CHROM\tPOS\tREF\ta_1\ta_2\tb_1\tb_2\n2\t5\tA\tN\t-\tGT\tA\n");
  EXPECT_EQ(run({"extract", "v.vcf", "--missing-code", "NA", "--deletion-code", "*"}).output,
            "CHROM\tPOS\tREF\ta_1\ta_2\tb_1\tb_2\n2\t5\tA\tNA\t*\tGT\tA\n");
}

TEST_F(Extraction, AcceptsLinesThatEndInCrLfOrNotAtAll) {
  std::string text = small_vcf(good_line);
  text.pop_back();
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
    text.replace(at, 1, "\r\n");
  }
  write("v.vcf", text);
  EXPECT_EQ(run({"extract", "v.vcf"}).output,
            "CHROM\tPOS\tREF\ta_1\ta_2\tb_1\tb_2\nchr1\t7\tA\tA\tT\tT\tT\n");
}

TEST_F(Extraction, SelectsSamplesByListAndByFile) {
  write_all_forms(vcf_header({"a", "b", "c"}) + "2\t5\t.\tA\tC,G\t.\t.\t.\tGT\t0|1\t1|2\t2|2\n");
  write("names", "c\na\n");
  std::string const ca = "CHROM\tPOS\tREF\tc_1\tc_2\ta_1\ta_2\n2\t5\tA\tG\tG\tA\tC\n";
  std::string const b = "CHROM\tPOS\tREF\tb_1\tb_2\n2\t5\tA\tC\tG\n";
  for (std::string const name : {"v.vcf", "v.bcf"}) {
    EXPECT_EQ(run({"extract", name, "-s", "c,a"}).output, ca);
    EXPECT_EQ(run({"extract", name, "-sc,a"}).output, ca);
    EXPECT_EQ(run({"extract", name, "-S", "names"}).output, ca);
    EXPECT_EQ(run({"extract", name, "-s", "^c,a"}).output, b);
    EXPECT_EQ(run({"extract", name, "-S", "^names"}).output, b);
    expect_error(run({"extract", name, "-s", "a,d"}), 3, {name, "no sample \"d\""});
    expect_error(run({"extract", name, "-s", "a,a"}), 2, {"\"a\"", "twice"});
    expect_error(run({"extract", name, "-s", "^a,b,c"}), 2, {"no sample is left"});
    expect_error(run({"extract", name, "-s", ","}), 2, {"names no sample"});
  }
}

TEST_F(Extraction, ReportsWhatItLeftOut) {
  write("v.vcf", small_vcf(std::string{good_line} + "chr1\t8\t.\tA\tC\t.\t.\t.\tGT\t0/1\t0|0\n" +
                           "chr1\t9\t.\tA\t.\t.\t.\t.\tGT\t0|0\t0|0\nchr1\t10\tno\n"));
  auto const finished =
      run({"extract", "v.vcf", "-o", "m", "--on-bad-record", "skip", "--variant-only"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(
      finished.error.find("v.vcf: 4 records read = 1 row written + 1 non-variant + 2 rejected\n"
                          "  rejected, malformed: 1, first at v.vcf:11\n"
                          "  rejected, unphased: 1, first at chr1:8\nm: 2 samples, "),
      0U)
      << finished.error;
}

TEST_F(Extraction, GivesTheSameRowsAsBcftools) {
  ASSERT_EQ(std::system("bcftools --version >/dev/null 2>&1"), 0) << "./dev setup installs it";
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    auto variants = make_random_variants(seed);
    // bcftools writes missing alleles and deletions differently, and this version ends at a record
    // with more alleles than fit into a byte.
    std::erase_if(variants.lines, [&](VariantLine const& line) {
      auto const cells = expected_matrix({variants.samples, {line}}, {});
      auto const row = cells.text.substr(cells.text.find('\n') + 1);
      return line.alts.size() > 60 || row.empty() || line.ref == "N" ||
             row.find("\tN") != std::string::npos || row.find("\t-") != std::string::npos;
    });
    write("v.vcf", vcf_text(variants));
    auto const command = "bcftools query -f '%CHROM\\t%POS\\t%REF[\\t%TGT]\\n' " + file("v.vcf") +
                         " | tr '|/' '\\t\\t' > " + file("rows");
    ASSERT_EQ(std::system(command.c_str()), 0);
    auto const matrix = run({"extract", "v.vcf", "-q"}).output;
    EXPECT_EQ(matrix.substr(matrix.find('\n') + 1), read("rows")) << "seed " << seed;
  }
}

TEST_F(Extraction, SucceedsIfTheReaderStops) {
  std::string lines;
  for (int k = 0; k < 100'000; ++k) lines += good_line;
  write("v.vcf", small_vcf(lines));
  Pipe pipe = make_pipe();
  Launch start = launch({"extract", "v.vcf"});
  start.output = pipe.write_end.number();
  Process process{start};
  pipe.write_end.close();
  char text[10];
  ASSERT_EQ(::read(pipe.read_end.number(), text, sizeof text), 10);
  pipe.read_end.close();
  auto const finished = process.wait();
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_NE(finished.error.find("stopped early"), std::string::npos);
}

TEST_F(Extraction, UsesMemoryThatDoesNotGrowWithTheFile) {
  std::string lines;
  for (int k = 0; k < 500'000; ++k) lines += good_line;
  write("long.vcf", small_vcf(lines));
  write("short.vcf", small_vcf(good_line));
  auto const few = run({"extract", "short.vcf", "-o", "m"}).peak_memory;
  auto const many = run({"extract", "long.vcf", "-o", "m"}).peak_memory;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LT(many, few + (8U << 20));
#endif
  EXPECT_GT(few, 0U);
  EXPECT_GT(many, 0U);
}

}  // namespace
}  // namespace hapmill::test
