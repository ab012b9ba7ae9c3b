#include "matrix/file_kind.hpp"

#include "support/conversion_properties.hpp"
#include "support/random_matrix.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

using namespace std::string_view_literals;

std::string kind_of(std::string_view text, char delimiter = '\t') {
  return what_it_looks_like(text, delimiter).value_or("");
}

void expect_kind(std::string_view text, std::string_view words) {
  auto const kind = kind_of(text);
  EXPECT_NE(kind.find(words), std::string::npos) << kind << '\n' << text;
  EXPECT_EQ(kind.find('\n'), std::string::npos);
}

TEST(FileKind, OfVariantsAndReadsIsDetectedFromTheFirstBytes) {
  expect_kind("##fileformat=VCFv4.2\n##source=x\n", "hapmill extract");
  expect_kind("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tx\n", "hapmill extract");
  expect_kind("BCF\2\2\1\0\0"sv, "a BCF file");
  expect_kind("BAM\1\1\0\0"sv, "a BAM file");
  expect_kind("CRAM\3\0"sv, "a CRAM file");
  expect_kind("@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:1\tLN:5\n", "a SAM file");
  expect_kind("@r1\nACGTN\n+\nFFFFF\n", "a FASTQ file");
  expect_kind(">1 chromosome\nACGTNNN\nAC\n", "a FASTA file");
  expect_kind("##gff-version 3\n", "a GFF file");
}

TEST(FileKind, OfContainersIsDetectedFromTheFirstBytes) {
  expect_kind("l\x1B\1\xFF"sv, "PLINK");
  expect_kind("\x89HDF\r\n\x1A\n\0"sv, "HDF5");
  expect_kind("\x93NUMPY\1\0"sv, "NumPy");
  expect_kind("PAR1\x15\4"sv, "Parquet");
  expect_kind("PK\3\4\x14\0"sv, "Excel");
  expect_kind("\xD0\xCF\x11\xE0\xA1"sv, "Excel");
  expect_kind("%PDF-1.7\n", "PDF");
  expect_kind("BZh91AY&SYxx", "bzip2");
  expect_kind("\xFD\x37zXZ\0\0"sv, "xz -dc");
  expect_kind("\xFF\xFE\x43\0H\0"sv, "UTF-16");
  expect_kind("\n <!DOCTYPE html><html>", "web page");
  expect_kind("\xEF\xBB\xBF<html>", "web page");
}

TEST(FileKind, OfPlinkTextIsDetected) {
  expect_kind("FID IID PAT MAT SEX PHENOTYPE rs1_A rs2_C\n1 1 0 0 1 -9 0 2\n", ".raw");
  expect_kind("F1 I1 0 0 1 -9 A A G T\nF2 I2 0 0 2 1 A C 0 0\n", ".ped");
}

TEST(FileKind, OfNumbersIsDetected) {
  expect_kind("CHROM\tPOS\tREF\ta\tb\n1\t5\tA\t0\t1\n1\t6\tC\t2\tNA\n", "0, 1 and 2");
  expect_kind("1\t5\tA\t0\t1\n1\t6\tC\t2\t-9\n1\t7\tC\t2\t1\n", "0, 1 and 2");
  expect_kind("chrom,pos,ref,a,b\n1,5,A,0,1\n1,6,C,2,0\n", "0, 1 and 2");
  expect_kind("CHROM\tPOS\tREF\ta\tb\n1\t5\tC\t0.83\t1\n1\t6\tG\tNA\t0.5\n1\t8\tG\t0\t0\n",
              "methylation levels");
  expect_kind("chrom\tpos\ta\tb\tc\n1\t5\t0.25\t0.83\t1\n1\t6\t0\t0.3\t0.5\n", "(found \"1\")");
  expect_kind("CHROM\tPOS\tREF\ta\tb\n1\t5\tC\t12\t7\n1\t6\tG\t3\t0\n", "counts");
}

TEST(FileKind, OfMethylationCallsIsDetected) {
  expect_kind("chrom\tpos\tstrand\tmc_class\tmc_count\ttotal\tmethylated\n1\t34\t+\tCHG\t0\t2\t0\n",
              "methylation calls");
  expect_kind("1\t34\t+\tCHG\t0\t2\t0\n1\t35\t-\tCGT\t1\t2\t0\n1\t40\t+\tCHH\t1\t2\t0\n",
              "methylation calls");
}

TEST(FileKind, OfATransposedMatrixIsDetected) {
  expect_kind("sample\t1_101\t1_102\t2_7\nS1\tA\tC\tT\nS2\tA\tN\tT\n", "samples in rows");
  expect_kind("\t101\t102\t107\nS1\tA/T\tC/C\tT/T\nS2\tA/A\tN/N\tT/C\n", "samples in rows");
  expect_kind("id,rs1,rs2,rs3\nS1,0,1,2\nS2,1,0,NA\n", "samples in rows");
  expect_kind("CHROM\t1\t1\t2\nPOS\t101\t102\t7\nREF\tA\tC\tT\n10a\tA\tC\tT\n", "samples in rows");
}

TEST(FileKind, OfIntervalsIsDetected) {
  expect_kind("chr1\t100\t200\nchr1\t300\t400\nchr1\t500\t600\n", "intervals");
  expect_kind("1\t10\t10\t83.3\t5\t1\n1\t12\t12\t0\t0\t9\n1\t15\t15\t50\t1\t1\n", "intervals");
}

TEST(FileKind, NoMatrixIsTakenForSomethingElse) {
  for (std::string_view const text : {
           "",
           "\n",
           "CHROM\tPOS\tREF\ta\n",
           "1\t5\tA\t0\n",                                           // a single row is not enough
           "CHROM\tPOS\tREF\ta\tb\n1\t5\tA\t0\t0\n1\t6\tC\t0\t0\n",  // 0 for missing
           "CHROM\tPOS\tREF\ta\tb\n1\t5\t0\t0\t1\n1\t6\t1\t0\t1\n",  // alleles by number, also REF
           "CHROM\tPOS\tREF\ta\tb\n1\t5\tA\t0\tA\n1\t6\tC\t1\t2\n",  // a letter among them
           "CRAM\t5\tA\tA\tT\n",
           "PAR1\t5\tA\tA\tT\nPAR1\t6\tA\tA\tT\n",
           "BZh9\t5\tA\tA\tT\n",
           ">1\t5\tA\tA\tT\n>1\t6\tA\tA\tT\n",
           "@x\t5\tA\tA\tT\n+\t6\tA\tA\tT\n+\t6\tA\tA\tT\n",
           "sample\t1001\t1002\t1003\nS1\t5\tC\tT\nS2\t6\tN\tT\n",
           "1\t5\tA\tA\t40\tC\t38\n1\t6\tA\tA\t40\tC\t0\n1\t7\tA\tA\t40\tC\t3\n",
           "chrom\tbegin\tend\tREF\ta\tb\n1\t5\t16\tA\tA\tC\n1\t7\t18\tA\tT\tC\n",
           "POS\t5\tA\tA\tT\nREF\t6\tA\tA\tT\nREF\t7\tA\tA\tT\n",
       }) {
    EXPECT_EQ(kind_of(text), "") << text;
  }
  for (std::uint64_t seed = 0; seed < 400 / sanitizer_divisor; ++seed) {
    auto const random_case = make_random_case(seed);
    EXPECT_EQ(kind_of(random_case.matrix, random_case.options.delimiter), "") << seed;
    EXPECT_EQ(kind_of(make_random_vcf_case(seed).matrix), "") << seed;
  }
}

TEST(FileKind, IsDetectedWhereverTheFirst64KibibytesEnd) {
  std::string numbers = "CHROM\tPOS\tREF\ta\tb\n";
  std::string letters = numbers;
  for (int pos = 1; pos < 12; ++pos) {
    numbers += "1\t" + std::to_string(pos) + "\tA\t0.5\t0.75\n";
    letters += "1\t" + std::to_string(pos) + "\tA\tA\tT\n";
  }
  for (std::size_t size = 0; size <= letters.size(); ++size) {
    EXPECT_EQ(kind_of(letters.substr(0, size)), "") << size;
  }
  for (std::size_t size = 60; size <= numbers.size(); ++size) {
    EXPECT_NE(kind_of(numbers.substr(0, size)), "") << size;
  }
}

}  // namespace
}  // namespace hapmill::test
