// Tests how much of a matrix a plan reads.
#include "groups/plan_making.hpp"
#include "options/convert_arguments.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace hapmill::test {
namespace {

/// Returns the bytes that this process has read so far.
std::uint64_t bytes_read() {
  std::ifstream file{"/proc/self/io"};
  std::string name;
  std::uint64_t bytes = 0;
  file >> name >> bytes;
  EXPECT_EQ(name, "rchar:");
  return bytes;
}

TEST(PlanReading, IsAFewKilobytesPerContigByBisection) {
  TemporaryFolder const folder;
  std::string const matrix = folder.file("matrix.tsv");
  {
    std::ofstream out{matrix, std::ios::binary};
    out << "CHROM\tPOS\tREF\t1a\t1b\n";
    std::string const rest = "\t" + std::string(6'000, 'G') + "\tA\tC\n";
    for (int contig = 1; contig <= 5; ++contig) {
      for (int pos = 1; pos <= 6'000; ++pos) out << "chr" << contig << '\t' << pos << rest;
    }
  }
  auto const options = parse_convert_arguments({matrix, "-o", folder.file("out.vcf.gz")});
  auto const before = bytes_read();
  auto const plan = make_conversion_plan(make_plan(*options), {.count = 3});
  EXPECT_LT(bytes_read() - before, std::uint64_t{4} << 20) << "of 180 MB";
  EXPECT_FALSE(plan.is_scanned);
  EXPECT_EQ(plan.groups.size(), 3U);
  for (auto const rows : plan.row_counts) EXPECT_NEAR(static_cast<double>(rows), 6'000, 60);
}

}  // namespace
}  // namespace hapmill::test
