#include "extract/variant_line.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hapmill::test {
namespace {

/// Returns what was read from a line as text, or `no` if htslib has to read the line.
std::string read_line(std::string const& line, std::size_t sample_count) {
  VariantLineReader reader;
  VariantRecord record;
  if (!reader.read(line, sample_count, record)) return "no";
  std::string text{record.contig};
  text += ":" + std::to_string(record.pos);
  for (auto const& allele : record.alleles) text += " " + std::string{allele};
  for (std::size_t sample = 0; sample < sample_count; ++sample) {
    text += " " + std::to_string(record.genotypes.at(sample, 0)) + "," +
            std::to_string(record.genotypes.at(sample, 1));
  }
  return text;
}

std::string line_of(std::string const& format_and_genotypes) {
  return "1\t5\trs1\tA\tC,GT\t.\tPASS\tX=1\t" + format_and_genotypes;
}

TEST(VariantLine, IsReadWithEveryUsualGenotype) {
  EXPECT_EQ(read_line(line_of("GT\t0|1\t2/.\t.|9\t1"), 4), "1:5 A C GT 2,5 6,0 0,21 4,-127");
  EXPECT_EQ(read_line(line_of("GT:DP:X\t0|1:3:x|y\t0:\t1|1"), 3), "1:5 A C GT 2,5 2,-127 4,5");
  EXPECT_EQ(read_line("2\t2147483648\t.\tA\t.\t.\t.\t.\tGT\t.", 1), "2:2147483648 A 0,-127");
}

TEST(VariantLine, IsLeftToHtslibIfItIsUnusual) {
  for (std::string const genotypes :
       {"DP\t1\t2", "DP:GT\t1:0|1\t1:0|1", "GTX\t0|1\t0|1", "GT\t0|1", "GT\t0|1\t0|1\t0|1",
        "GT\t10|1\t0|1", "GT\t0|10\t0|1", "GT\t0|1|1\t0|1", "GT\t0|\t0|1", "GT\t|1\t0|1",
        "GT\t0|1\t", "GT\t0|1\t0|", "GT\t0|1\tA|0", "GT\t0|1\t0|1 ", "GT\t0|1:\t", "GT\t\t0|1",
        "GT", "GT\t"}) {
    EXPECT_EQ(read_line(line_of(genotypes), 2), "no") << genotypes;
  }
  for (std::string const pos : {"", "5x", "-5", "+5", "99999999999999999999", " 5", "1e9"}) {
    EXPECT_EQ(read_line("1\t" + pos + "\t.\tA\tC\t.\t.\t.\tGT\t0|1", 1), "no") << pos;
  }
  EXPECT_EQ(read_line("", 1), "no");
  EXPECT_EQ(read_line("1\t5\t.\tA", 1), "no");
}

}  // namespace
}  // namespace hapmill::test
