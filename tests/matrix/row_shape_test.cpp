#include "matrix/row_shape.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hapmill {
namespace {

using Texts = std::vector<std::string>;

Row row_of(std::string const& text) {
  return {text.data(), static_cast<std::uint32_t>(text.size())};
}

Texts fields_of(std::string const& text, RowShape const& shape) {
  std::vector<FieldSpan> spans;
  split_row(row_of(text), shape, spans);
  EXPECT_EQ(count_fields(row_of(text), shape), spans.size());
  Texts fields;
  for (auto const& span : spans) fields.push_back(text.substr(span.begin, span.size));
  return fields;
}

RowShape spaces() {
  RowShape shape{' '};
  shape.has_runs = true;
  return shape;
}

RowShape hapmap() {
  RowShape shape;
  shape.chrom_field = 2;
  shape.pos_field = 3;
  return shape;
}

TEST(RowShape, SplitsAtEachDelimiter) {
  EXPECT_EQ(fields_of("a\t\tb\t", '\t'), (Texts{"a", "", "b", ""}));
  EXPECT_EQ(fields_of("a\r", '\t'), Texts{"a"});
  EXPECT_EQ(fields_of("a\t\r", '\t'), (Texts{"a", ""}));
  EXPECT_EQ(fields_of("", '\t'), Texts{""});
}

TEST(RowShape, SplitsAtRunsOfDelimiters) {
  EXPECT_EQ(fields_of("  a b   c ", spaces()), (Texts{"a", "b", "c"}));
  EXPECT_EQ(fields_of("a  \r", spaces()), Texts{"a"});
  EXPECT_EQ(fields_of("   ", spaces()), Texts{});
  EXPECT_EQ(fields_of("", spaces()), Texts{});
}

TEST(RowShape, FindsTheContig) {
  EXPECT_EQ(contig_of_row(row_of("chr1\t5"), '\t'), "chr1");
  EXPECT_EQ(contig_of_row(row_of("chr1"), '\t'), "") << "no delimiter behind it";
  EXPECT_EQ(contig_of_row(row_of("chr 1\t5"), '\t'), "");
  EXPECT_EQ(contig_of_row(row_of("  chr1  5"), spaces()), "chr1");
  EXPECT_EQ(contig_of_row(row_of("  chr1  "), spaces()), "");
  EXPECT_EQ(contig_of_row(row_of("rs1\tA/C\t3\t77\t+"), hapmap()), "3");
  EXPECT_EQ(contig_of_row(row_of("rs1\tA/C\t3\r"), hapmap()), "3");
  EXPECT_EQ(contig_of_row(row_of("rs1\tA/C"), hapmap()), "");
  EXPECT_EQ(contig_of_row(row_of("rs1\tA/C\t\t5"), hapmap()), "");
}

TEST(RowShape, FindsThePosition) {
  EXPECT_EQ(pos_of_row(row_of("chr1\t5\tA"), '\t'), 5U);
  EXPECT_EQ(pos_of_row(row_of("chr1\t5\r"), '\t'), 5U);
  EXPECT_EQ(pos_of_row(row_of("chr1\tx\tA"), '\t'), 0U);
  EXPECT_EQ(pos_of_row(row_of("\t5\tA"), '\t'), 0U) << "no contig";
  EXPECT_EQ(pos_of_row(row_of("rs1\tA/C\t3\t77\t+"), hapmap()), 77U);
  EXPECT_EQ(pos_of_row(row_of("rs1\tA/C\t3"), hapmap()), 0U);
}

}  // namespace
}  // namespace hapmill
