#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "dialects/diploid_rewriter.hpp"
#include "dialects/hapmap_rewriter.hpp"
#include "support/random.hpp"

namespace hapmill {
namespace {

using test::Random;

std::vector<std::string> names_of(std::vector<std::string> site, std::size_t sample_count) {
  for (std::size_t k = 1; k <= sample_count; ++k) site.push_back("s" + std::to_string(k));
  return site;
}

/// Returns the rewritten rows, and the faults as `row:kind:field:text` below them.
std::string rewrite(RowRewriter const& rewriter, std::string const& rows) {
  ByteBuffer originals;
  originals.append(rows.data(), rows.size());
  ByteBuffer canonical;
  std::vector<RewriteFault> faults;
  rewriter.rewrite({originals.data(), originals.size()}, canonical, faults);
  std::string text{canonical.data(), canonical.size()};
  for (auto const& fault : faults) {
    std::size_t begin = 0;
    for (std::uint64_t k = 0; k < fault.row; ++k) begin = rows.find('\n', begin) + 1;
    text += std::to_string(fault.row) + ':' + std::to_string(static_cast<int>(fault.fault.kind)) +
            ':' + std::to_string(fault.fault.field) + ':' +
            rows.substr(begin + fault.fault.begin, fault.fault.size) + '\n';
  }
  return text;
}

std::string kind(RowFaultKind fault) { return std::to_string(static_cast<int>(fault)); }

DiploidRewriter diploid(std::size_t sample_count, bool unphased_is_missing = false) {
  return {RowShape{'\t'},
          {.column_names = names_of({"CHROM", "POS", "REF"}, sample_count),
           .missing_codes = {"."},
           .fold_case = true,
           .unphased_is_missing = unphased_is_missing}};
}

RowShape hapmap_shape() {
  RowShape shape{'\t'};
  shape.chrom_field = hapmap_chrom_field;
  shape.pos_field = hapmap_pos_field;
  return shape;
}

HapMapRewriter hapmap(std::size_t sample_count, std::uint32_t genotype_size) {
  return {hapmap_shape(),
          {.column_names = names_of(std::vector<std::string>(11, "x"), sample_count),
           .missing_codes = {"N", "X"},
           .fold_case = true},
          genotype_size,
          nullptr,
          nullptr};
}

constexpr char const* site = "r\tG/A\tc\t7\t+\t6\t7\t8\t9\t10\t11\t";

TEST(DiploidRewriter, PutsPhasesAfterAllAlleles) {
  EXPECT_EQ(rewrite(diploid(3), "c\t1\tA\tA|T\tAC/.\tG\r\nd\t2\tC\t.\t*|C\t./.\n"),
            "c\t1\tA\tA\tT\tAC\t.\tG\t.\t|\t/\t1\n"
            "d\t2\tC\t.\t.\t*\tC\t.\t.\t1\t|\t/\n");
  EXPECT_EQ(diploid(3).original_field(2), 2U);
  EXPECT_EQ(diploid(3).original_field(8), 5U) << "the second allele of the third sample";
  EXPECT_EQ(diploid(3).original_field(10), 4U) << "the phase of the second";
}

TEST(DiploidRewriter, MakesUnphasedHeterozygotesMissingOnRequest) {
  EXPECT_EQ(rewrite(diploid(4, true), "c\t1\tA\ta/A\tA/T\tA|T\t./T\n"),
            "c\t1\tA\ta\tA\t.\t.\tA\tT\t.\t.\t/\t/\t|\t/\n");
}

TEST(DiploidRewriter, ReportsInvalidGenotypesAndKeepsTheContig) {
  std::string const genotype = kind(RowFaultKind::genotype);
  EXPECT_EQ(rewrite(diploid(1), "c\t1\tA\tA|\nc\t2\tA\t/A\nc\t3\tA\tA|C|G\nc\t4\tA\t\n"),
            "c\t\nc\t\nc\t\nc\t\n0:" + genotype + ":3:A|\n1:" + genotype + ":3:/A\n2:" + genotype +
                ":3:A|C|G\n3:" + genotype + ":3:\n");
  EXPECT_EQ(rewrite(diploid(1), "\nc\t1\n\t1\tA\tA|C\nc\tx\tA\tA|C\nc\t1\t\tA|C\n"),
            "\nc\t\n\nc\t\nc\t\n0:" + kind(RowFaultKind::empty_line) +
                ":0:\n1:" + kind(RowFaultKind::fields) + ":0:\n2:" + kind(RowFaultKind::chrom) +
                ":0:\n3:" + kind(RowFaultKind::pos) + ":1:x\n4:" + kind(RowFaultKind::ref) +
                ":2:\n");
}

TEST(HapMapRewriter, ReadsOneLetter) {
  EXPECT_EQ(rewrite(hapmap(9, 1), site + std::string{"A\tR\tY\tN\tX\t0\t-\tB\tr\n"}),
            "c\t7\tG\tA\tA\tG\tA\tC\tT\tN\tN\tX\tX\t+\t-\t-\t-\tB\tB\tg\ta\n");
}

TEST(HapMapRewriter, ReadsTwoLettersWithRefFirst) {
  EXPECT_EQ(rewrite(hapmap(5, 2), site + std::string{"AA\tAG\tGA\tNN\tN\n"}),
            "c\t7\tG\tA\tA\tG\tA\tG\tA\tN\tN\tN\tN\n");
  EXPECT_EQ(rewrite(hapmap(1, 2), site + std::string{"A\n"}),
            "c\t\n0:" + kind(RowFaultKind::genotype) + ":11:A\n");
}

/// Any bytes give one row for each original row, and a fault for each bad row.
TEST(GenotypeRewriters, MakeARowOfEachRow) {
  Random random{5};
  std::string const bytes = "ACGTRN0+-|/.\t\t\t\t\t1 \x01\xFF\r*";
  for (int round = 0; round < 2000; ++round) {
    std::string rows;
    std::uint64_t const row_count = random.between(1, 6);
    for (std::uint64_t k = 0; k < row_count; ++k) {
      rows += random.pick(std::vector<std::string>{"", "c\t1\tA\t", site});
      for (std::uint64_t size = random.below(12); size > 0; --size) {
        rows += bytes[random.below(bytes.size())];
      }
      rows += '\n';
    }
    for (std::size_t samples = 1; samples < 4; ++samples) {
      for (std::string const& text :
           {rewrite(diploid(samples), rows), rewrite(hapmap(samples, 1), rows),
            rewrite(hapmap(samples, 2), rows)}) {
        auto const lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
        ASSERT_GE(lines, row_count);
        ASSERT_LE(lines, 2 * row_count);
      }
    }
  }
}

}  // namespace
}  // namespace hapmill
