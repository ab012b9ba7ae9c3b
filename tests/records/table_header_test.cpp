#include "records/table_header.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

std::string header_of(TableStyle style) {
  RowPlan plan;
  plan.style = style;
  plan.samples = {{"x", {0, 1}}, {"y", {2, SampleColumns::none}}};
  return table_header(plan);
}

TEST(TableHeader, HasTheColumnNamesOfItsStyle) {
  EXPECT_EQ(header_of(TableStyle::panel_v1),
            "contig\tpos\tref\talt\tx_PI\tx_PG_al\ty_PI\ty_PG_al\n");
  EXPECT_EQ(header_of(TableStyle::panel), "CHROM\tPOS\tREF\tALT\tx:PI\tx:PG_al\ty:PI\ty:PG_al\n");
  EXPECT_EQ(header_of(TableStyle::phase),
            "CHROM\tPOS\tREF\tall-alleles\tx:PI\tx:PG_al\ty:PI\ty:PG_al\n");
  EXPECT_EQ(header_of(TableStyle::vcf_simplify),
            "CHROM\tPOS\tRefAndAlts\tx:PI\tx:PGal\ty:PI\ty:PGal\n");
}

TEST(TableHeader, WithoutSamplesHasOnlyTheSiteColumns) {
  EXPECT_EQ(table_header(RowPlan{}), "contig\tpos\tref\talt\n");
}

}  // namespace
}  // namespace hapmill::test
