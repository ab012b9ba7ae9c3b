#include "extract/row_writer.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

constexpr std::int32_t end =
    -127;  // BCF's value after the last allele of a shorter genotype, in one byte
constexpr std::int32_t absent = -128;  // BCF's own missing value

std::int32_t phased(int allele) { return (allele + 1) << 1 | 1; }
std::int32_t unphased(int allele) { return (allele + 1) << 1; }

/// The genotypes of two samples in codes of `code_bytes`.
class Codes {
 public:
  Codes(std::vector<std::int32_t> const& values, std::size_t code_bytes) {
    bytes_.resize(values.size() * code_bytes);
    for (std::size_t k = 0; k < values.size(); ++k) {
      std::memcpy(bytes_.data() + k * code_bytes, &values[k], code_bytes);  // little-endian
    }
    codes = {bytes_.data(), code_bytes, values.size() / 2};
  }
  GenotypeCodes codes;

 private:
  std::vector<std::uint8_t> bytes_;
};

std::string row_of(ExtractPlan const& plan, std::vector<std::int32_t> const& values,
                   std::size_t code_bytes) {
  Codes const genotypes{values, code_bytes};
  RowWriter writer{plan, {0, 1}};
  ByteBuffer rows;
  rows.append("before\n", 7);
  auto const outcome = writer.append({"1", 5, {"A", "C", "GT", "*", "<X>"}, genotypes.codes}, rows);
  std::string const text{rows.data(), rows.size()};
  EXPECT_TRUE(text.starts_with("before\n"));
  if (outcome == RowWriter::Outcome::bad) {
    EXPECT_EQ(text, "before\n");
    return std::string{fault_reason(writer.fault().kind)};
  }
  if (outcome == RowWriter::Outcome::non_variant) {
    EXPECT_EQ(text, "before\n");
    return "non-variant";
  }
  return text.substr(std::strlen("before\n1\t5\tA"));
}

class RowWriterWidths : public testing::TestWithParam<std::size_t> {
 protected:
  void expect_row(std::vector<std::int32_t> const& values, std::string const& row,
                  ExtractPlan const& plan = {}) const {
    EXPECT_EQ(row_of(plan, values, GetParam()), row);
  }
};

TEST_P(RowWriterWidths, WriteEveryKindOfCell) {
  expect_row({unphased(0), phased(1), phased(1), phased(0)}, "\tA\tC\tC\tA\n");
  expect_row({unphased(2), phased(3), unphased(-1), phased(1)}, "\tGT\t-\tN\tC\n");
  expect_row({unphased(1), unphased(1), unphased(-1), unphased(-1)}, "\tC\tC\tN\tN\n");
}

TEST_P(RowWriterWidths, RefuseGenotypesWithFaults) {
  expect_row({unphased(0), phased(1), unphased(0), unphased(1)}, "unphased");
  expect_row({unphased(0), phased(4), unphased(0), phased(0)}, "symbolic");
  expect_row({unphased(0), phased(5), unphased(0), phased(0)}, "allele");
  expect_row({unphased(0), phased(0), unphased(0), phased(1)}, "heterozygous", {.ploidy = 1});
}

TEST_P(RowWriterWidths, FollowThePolicies) {
  std::vector<std::int32_t> const open{unphased(0), unphased(1), unphased(1), phased(1)};
  expect_row(open, "\tA\tC\tC\tC\n", {.unphased = UnphasedPolicy::as_is});
  expect_row(open, "\tN\tN\tC\tC\n", {.unphased = UnphasedPolicy::missing});
  expect_row(open, "\tN\tC\n", {.ploidy = 1, .unphased = UnphasedPolicy::missing});
  std::vector<std::int32_t> const haploid{unphased(0), unphased(1)};
  expect_row(haploid, "haploid");
  expect_row(haploid, "\tA\tA\tC\tC\n", {.haploid = HaploidPolicy::twice});
  expect_row(haploid, "\tA\tN\tC\tN\n", {.haploid = HaploidPolicy::missing});
  expect_row(haploid, "\tA\tC\n", {.ploidy = 1});
  expect_row({unphased(-1), unphased(-1)}, "\tN\tN\tN\tN\n");
}

TEST_P(RowWriterWidths, LeaveOutNonVariantRecordsWhenAsked) {
  ExtractPlan const plan{.variant_only = true};
  expect_row({unphased(0), phased(0), unphased(-1), phased(0)}, "non-variant", plan);
  expect_row({unphased(0), phased(0), unphased(0), phased(3)}, "\tA\tA\tA\t-\n", plan);
}

INSTANTIATE_TEST_SUITE_P(OfCodes, RowWriterWidths, testing::Values(1, 2, 4));

TEST(RowWriter, ReadsShorterAndAbsentGenotypes) {
  ExtractPlan const plan{.haploid = HaploidPolicy::twice};
  EXPECT_EQ(row_of(plan, {unphased(1), end, unphased(0), phased(1)}, 1), "\tC\tC\tA\tC\n");
  EXPECT_EQ(row_of(plan, {absent, end, end, end}, 1), "\tN\tN\tN\tN\n");
  EXPECT_EQ(row_of(plan, {unphased(1), phased(0), end, unphased(1), phased(1), phased(1)}, 1),
            "ploidy");
  EXPECT_EQ(row_of(plan, {unphased(1), phased(0), end, unphased(1), phased(1), end}, 1),
            "\tC\tA\tC\tC\n");
}

TEST(RowWriter, KeepsNothingFromTheRecordBefore) {
  ExtractPlan const plan;
  RowWriter writer{plan, {0}};
  ByteBuffer rows;
  Codes const many{{unphased(2), phased(2), 0, 0}, 1};
  ASSERT_EQ(writer.append({"1", 1, {"A", "C", "G"}, many.codes}, rows),
            RowWriter::Outcome::written);
  ASSERT_EQ(writer.append({"1", 2, {"A", "C"}, many.codes}, rows), RowWriter::Outcome::bad);
  EXPECT_EQ(writer.fault().kind, RecordFaultKind::allele);
}

}  // namespace
}  // namespace hapmill::test
