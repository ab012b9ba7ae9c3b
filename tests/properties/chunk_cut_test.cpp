// Splits a matrix with every kind of unusual row into chunks at every byte.
#include "support/conversion_properties.hpp"
#include "support/product.hpp"

#include "cpu/stages.hpp"
#include "reference/convert.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hapmill::test {
namespace {

std::string const before_rows =
    "\xEF\xBB\xBF## about this matrix\r\n"
    "#CHROM\tPOS\tREF\t1a\t1b\t2a\t2b\t3\r\n";

/// Makes good and bad rows; the first one names no contig.
std::string make_rows(std::string const& contig, int first_pos) {
  std::string const begin = contig + '\t' + std::to_string(first_pos);
  return begin + "\tA\tA\tC\tN\tA\t-\n" +            //
         begin + "1\tA\tA\tA\tA\tA\tA\r\n" +         // not variant
         begin + "2\tG\té\tG\tATTTG\tG\t日本\r\n" +  // longer alleles
         begin + "3\tG\tT\tG\n" +                    // truncated
         begin + "4\tG\tT\tG\tG\tG\tG\tG\n" +        // a cell too many
         "\n\r\n" +                                  // empty lines
         begin + "x\tC\tC\tC\tC\tC\tT\n" +           // no position
         begin + "5\t" + std::string(90, 'G') + "\tA\tG\tG\tN\tG\n" + "no fields at all\n" +  //
         begin + "6\tT\tT\t\tT\tC\tT\n" +  // an empty cell
         begin + "7\tT\tT\tN\tA\tC\tT\r\n";
}

RandomCase make_case(std::string const& rows) {
  RandomCase made;
  made.matrix = before_rows + rows;
  made.options.skip_bad_rows = true;
  made.options.missing = "dot";
  return made;
}

RandomCase scattered_case() {
  return make_case("\n" + make_rows("chr2", 5) + make_rows("10", 70) + make_rows("chr2", 900) +
                   make_rows("chrom_of_a_long_name_indeed_1", 1) + make_rows("10", 71) +
                   "chr2\t1\tA\tC\tA\tA\tA\tA\r");
}

RandomCase grouped_case() {
  return make_case("\n" + make_rows("chr2", 5) + make_rows("chr2", 900) + make_rows("10", 70) +
                   "10\t1\tA\tC\tA\tA\tA\tA");
}

std::string describe_difference(RandomCase const& random_case, MachineOptions const& machine,
                                reference::Result const& expected, TemporaryFolder const& folder) {
  Conversion const conversion = convert(random_case, machine, folder);
  std::string const difference = find_difference(conversion, expected, random_case.options);
  return difference.empty() ? "" : describe(machine) + '\n' + difference;
}

void expect_every_chunk_size(RandomCase const& random_case) {
  TemporaryFolder const folder;
  auto const expected = reference::convert(random_case.matrix, random_case.options);
  ASSERT_EQ(expected.exit_code, 0);
  ASSERT_GT(expected.rows_written, 2U);
  ASSERT_GT(expected.rows_rejected, 6U);
  auto const runnable = cpu::runnable_stages();
  for (std::size_t size = 1; size <= random_case.matrix.size() + 1; size += sanitizer_divisor) {
    MachineOptions machine;
    machine.chunk_size = std::to_string(size);
    machine.simd = runnable[size % runnable.size()]->name;
    machine.threads = 1 + size / 3 % 3;
    machine.report = size % 4 == 0;
    ASSERT_EQ(describe_difference(random_case, machine, expected, folder), "");
  }
}

TEST(ChunkCut, AtEveryByteOfScatteredContigsHasNoEffect) {
  expect_every_chunk_size(scattered_case());
}

TEST(ChunkCut, AtEveryByteOfGroupedContigsHasNoEffect) { expect_every_chunk_size(grouped_case()); }

TEST(ChunkCut, AtEveryByteFindsTheSameFirstBadRow) {
  RandomCase random_case = grouped_case();
  random_case.matrix = before_rows + "chr2\t5\tA\tA\tC\tN\tA\t-\n" + "chr2\t6\tA\tC\tC\tN\tA\t-\n" +
                       make_rows("chr2", 8);
  random_case.options.skip_bad_rows = false;
  TemporaryFolder const folder;
  auto const expected = reference::convert(random_case.matrix, random_case.options);
  ASSERT_EQ(expected.error_line, 8U);
  for (std::size_t size = 1; size <= random_case.matrix.size(); size += sanitizer_divisor) {
    MachineOptions machine;
    machine.chunk_size = std::to_string(size);
    machine.threads = 1 + size % 3;
    ASSERT_EQ(describe_difference(random_case, machine, expected, folder), "");
  }
}

TEST(ChunkCut, AtEveryByteOfAStreamHasNoEffect) {
  RandomCase random_case = grouped_case();
  random_case.options.stream = true;
  TemporaryFolder const folder;
  auto const expected = reference::convert(random_case.matrix, random_case.options);
  ASSERT_EQ(expected.exit_code, 0);
  for (std::size_t cut = 1; cut < random_case.matrix.size(); cut += sanitizer_divisor) {
    MachineOptions machine;
    machine.through_pipe = true;
    machine.cuts = {cut};
    machine.chunk_size = cut % 2 == 0 ? "1" : "300";
    machine.threads = 1 + cut % 3;
    ASSERT_EQ(describe_difference(random_case, machine, expected, folder), "");
  }
  // Also read the stream one byte after another.
  MachineOptions machine;
  machine.through_pipe = true;
  machine.chunk_size = "1";
  for (std::size_t cut = 1; cut < random_case.matrix.size(); ++cut) machine.cuts.push_back(cut);
  ASSERT_EQ(describe_difference(random_case, machine, expected, folder), "");
}

}  // namespace
}  // namespace hapmill::test
