#include "generate/matrix_generator.hpp"

#include "hapmill/support/errors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hapmill {
namespace {

std::string generate(GenerateOptions const& options) {
  std::string text;
  generate_matrix(options, [&](std::string_view bytes) { text += bytes; });
  return text;
}

std::vector<std::string_view> split(std::string_view text, char delimiter) {
  std::vector<std::string_view> fields;
  for (;;) {
    std::size_t const end = text.find(delimiter);
    fields.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return fields;
    text.remove_prefix(end + 1);
  }
}

/// Returns the lines of a text whose last line ends with a newline.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines = split(text, '\n');
  EXPECT_EQ(lines.back(), "");
  lines.pop_back();
  return lines;
}

std::int64_t position_of(std::string_view field) {
  std::int64_t pos = 0;
  auto const [end, error] = std::from_chars(field.data(), field.data() + field.size(), pos);
  EXPECT_TRUE(error == std::errc{} && end == field.data() + field.size()) << field;
  EXPECT_NE(field[0], '0') << field;
  return pos;
}

/// Counts of a matrix, made from its cells alone.
struct Counts {
  std::uint64_t rows = 0;
  std::uint64_t variant_rows = 0;
  std::uint64_t cells = 0;
  std::uint64_t cells_of_variant_rows = 0;
  std::uint64_t missing = 0;
  std::uint64_t deletions = 0;
  /// [number of different alternates] rows
  std::map<std::size_t, std::uint64_t> alternates;
  /// [number of columns with an alternate] variant rows
  std::map<std::uint64_t, std::uint64_t> carriers;
  std::map<std::string, std::uint64_t> rows_by_contig;
  std::int64_t last_pos = 0;
};

/// Counts a matrix without a header and checks the form of each row.
Counts count(GenerateOptions const& options, std::string_view text) {
  Counts counts;
  std::string contig;
  std::int64_t pos = 0;
  for (std::string_view line : lines_of(text)) {
    auto const fields = split(line, '\t');
    EXPECT_EQ(fields.size(), 3 + options.column_count) << "row " << counts.rows;
    if (fields.size() != 3 + options.column_count) return counts;

    if (fields[0] != contig) {
      contig = fields[0];
      pos = 0;
      EXPECT_EQ(counts.rows_by_contig.count(contig), 0U) << contig << " comes twice";
    }
    counts.rows_by_contig[contig] += 1;
    std::int64_t const next_pos = position_of(fields[1]);
    EXPECT_GT(next_pos, pos) << "row " << counts.rows;
    pos = counts.last_pos = next_pos;

    EXPECT_TRUE(fields[2] == "A" || fields[2] == "C" || fields[2] == "G" || fields[2] == "T");
    std::set<std::string_view> alternates;
    std::uint64_t missing = 0;
    std::uint64_t deletions = 0;
    std::uint64_t carriers = 0;
    for (std::size_t i = 3; i < fields.size(); ++i) {
      if (fields[i] == "N") {
        ++missing;
      } else if (fields[i] == "-") {
        ++deletions;
      } else if (fields[i] != fields[2]) {
        EXPECT_TRUE(fields[i] == "A" || fields[i] == "C" || fields[i] == "G" || fields[i] == "T");
        alternates.insert(fields[i]);
        ++carriers;
      }
    }
    counts.rows += 1;
    counts.cells += options.column_count;
    counts.missing += missing;
    counts.deletions += deletions;
    if (!alternates.empty() || deletions != 0) {
      EXPECT_FALSE(alternates.empty()) << "row " << counts.rows << " has deletions only";
      counts.variant_rows += 1;
      counts.cells_of_variant_rows += options.column_count;
      counts.alternates[alternates.size()] += 1;
      counts.carriers[carriers] += 1;
    }
  }
  return counts;
}

double share(std::uint64_t part, std::uint64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

/// Returns five standard deviations of a share among `draw_count` draws.
double tolerance(double rate, std::uint64_t draw_count) {
  return 5 * std::sqrt(rate * (1 - rate) / static_cast<double>(draw_count)) + 1e-12;
}

/// Returns the FNV-1a hash of a text.
std::uint64_t checksum(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (char const byte : text) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  }
  return hash;
}

TEST(MatrixGenerator, MakesTheSameBytesAgain) {
  GenerateOptions const options{.row_count = 3000, .column_count = 31};
  EXPECT_EQ(generate(options), generate(options));
}

TEST(MatrixGenerator, MakesDifferentBytesForAnotherSeed) {
  GenerateOptions options{.row_count = 1000, .column_count = 31};
  std::set<std::string> matrices;
  for (std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{2},
                             std::uint64_t{1} << 32, ~std::uint64_t{0}}) {
    options.seed = seed;
    matrices.insert(generate(options));
  }
  EXPECT_EQ(matrices.size(), 5U);
}

// Users who store only the options and the seed of a matrix rely on these bytes. A change of the
// generator that alters them belongs in the change log.
TEST(MatrixGenerator, KeepsItsBytes) {
  GenerateOptions const small{.row_count = 1000,
                              .column_count = 31,
                              .contig_count = 3,
                              .variant_rate = 0.5,
                              .missing_rate = 0.03,
                              .deletion_rate = 0.01,
                              .seed = 7};
  std::string const text = generate(small);
  EXPECT_EQ(lines_of(text)[1],
            "chr1\t7\tA\tA\tA\tA\tA\tA\tA\tA\tA\tT\tA\tA\tA\tT\tA\tA\tA\tT\tT\tT\tT\tA\tT\tA\tA\tA"
            "\tA\tA\tT\tA\tA\tA");
  EXPECT_EQ(checksum(text), 0x0c742f10cd7c04db);

  // The matrix has several blocks and is wide enough for every way of drawing alternates.
  GenerateOptions const wide{.row_count = 2000,
                             .column_count = 1001,
                             .contig_count = 2,
                             .variant_rate = 0.75,
                             .header = false,
                             .contig_prefix = "",
                             .crlf = true};
  EXPECT_EQ(checksum(generate(wide)), 0x9bd91e3bda0de73f);
}

TEST(MatrixGenerator, MakesBlocksThatDependOnlyOnTheirOrdinal) {
  GenerateOptions const options{.row_count = 40'000, .column_count = 100, .contig_count = 7};
  MatrixGenerator const generator{options};
  ASSERT_GT(generator.block_count(), 4U);
  std::vector<std::string> blocks(generator.block_count());
  for (std::size_t i = blocks.size(); i-- > 0;) {
    generator.append_block(i, blocks[i]);
    EXPECT_LE(blocks[i].size(), generator.max_block_bytes());
  }
  std::string text = generator.header_line();
  for (std::string const& block : blocks) text += block;
  EXPECT_EQ(text, generate(options));

  generator.append_block(blocks.size(), text);
  EXPECT_EQ(text, generate(options)) << "a block behind the last one is empty";
}

TEST(MatrixGenerator, GivesTheSinkBlocksOfAboutAMebibyte) {
  GenerateOptions const options{.row_count = 50'000, .column_count = 100};
  std::vector<std::size_t> sizes;
  generate_matrix(options, [&](std::string_view bytes) { sizes.push_back(bytes.size()); });
  ASSERT_GT(sizes.size(), 5U);
  for (std::size_t i = 1; i + 1 < sizes.size();
       ++i) {  // all blocks except the last, after the header
    EXPECT_GT(sizes[i], 900'000U);
    EXPECT_LE(sizes[i], std::size_t{1} << 20);
  }
}

TEST(MatrixGenerator, NamesColumnsInPairs) {
  EXPECT_EQ((MatrixGenerator{{.row_count = 1, .column_count = 5}}.header_line()),
            "CHROM\tPOS\tREF\ts001a\ts001b\ts002a\ts002b\ts003a\n");
  auto const wide = MatrixGenerator{{.row_count = 1, .column_count = 2001}}.header_line();
  EXPECT_EQ(wide.substr(0, 24), "CHROM\tPOS\tREF\ts0001a\ts00");
  EXPECT_TRUE(wide.ends_with("\ts1000a\ts1000b\ts1001a\n"));
  EXPECT_EQ((MatrixGenerator{{.row_count = 1, .header = false}}.header_line()), "");
}

TEST(MatrixGenerator, SplitsRowsEvenlyOverContigs) {
  GenerateOptions const options{
      .row_count = 10'003, .column_count = 4, .contig_count = 5, .header = false};
  Counts const counts = count(options, generate(options));
  EXPECT_EQ(counts.rows_by_contig,
            (std::map<std::string, std::uint64_t>{
                {"chr1", 2001}, {"chr2", 2001}, {"chr3", 2001}, {"chr4", 2000}, {"chr5", 2000}}));
}

TEST(MatrixGenerator, LeavesContigsEmptyIfThereAreFewerRows) {
  GenerateOptions const options{.row_count = 3,
                                .column_count = 2,
                                .contig_count = 1000,
                                .header = false,
                                .contig_prefix = ""};
  Counts const counts = count(options, generate(options));
  EXPECT_EQ(counts.rows_by_contig,
            (std::map<std::string, std::uint64_t>{{"1", 1}, {"2", 1}, {"3", 1}}));
}

TEST(MatrixGenerator, VariesTheGapsBetweenPositions) {
  GenerateOptions const options{
      .row_count = 5000, .column_count = 1, .contig_count = 1, .header = false};
  std::set<std::int64_t> gaps;
  std::int64_t pos = 0;
  std::string const text = generate(options);
  for (std::string_view line : lines_of(text)) {
    std::int64_t const next_pos = position_of(split(line, '\t')[1]);
    gaps.insert(next_pos - pos);
    pos = next_pos;
  }
  EXPECT_GT(gaps.size(), 10U);
  EXPECT_GE(*gaps.begin(), 1);
}

TEST(MatrixGenerator, KeepsPositionsInRangeOnTheLongestContig) {
  // Only the last block is made, because the rows before it would fill a disk.
  GenerateOptions const options{
      .row_count = 2'147'483'647, .column_count = 1, .contig_count = 1, .header = false};
  MatrixGenerator const generator{options};
  std::string text;
  generator.append_block(generator.block_count() - 1, text);
  EXPECT_EQ(count(options, text).last_pos, 2'147'483'647);
}

struct Shape {
  std::uint64_t row_count;
  std::uint64_t column_count;
  double variant_rate;
  double missing_rate;
  double deletion_rate;

  friend void PrintTo(Shape const& shape, std::ostream* out) {
    *out << shape.row_count << " x " << shape.column_count;
  }
};

class MatrixGeneratorRates : public testing::TestWithParam<Shape> {};

TEST_P(MatrixGeneratorRates, AreAsRequested) {
  Shape const& shape = GetParam();
  GenerateOptions const options{.row_count = shape.row_count,
                                .column_count = shape.column_count,
                                .variant_rate = shape.variant_rate,
                                .missing_rate = shape.missing_rate,
                                .deletion_rate = shape.deletion_rate,
                                .seed = 3,
                                .header = false};
  Counts const counts = count(options, generate(options));
  EXPECT_EQ(counts.rows, shape.row_count);
  EXPECT_NEAR(share(counts.variant_rows, counts.rows), shape.variant_rate,
              tolerance(shape.variant_rate, counts.rows));
  // A variant site keeps one alternate even if all cells should be missing or deletions.
  double const spared =
      std::pow(shape.missing_rate + shape.deletion_rate, static_cast<double>(shape.column_count)) /
      static_cast<double>(shape.column_count);
  EXPECT_NEAR(share(counts.missing, counts.cells), shape.missing_rate,
              tolerance(shape.missing_rate, counts.cells) + spared);
  if (counts.variant_rows != 0) {
    EXPECT_NEAR(share(counts.deletions, counts.cells_of_variant_rows), shape.deletion_rate,
                tolerance(shape.deletion_rate, counts.cells_of_variant_rows) + spared);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, MatrixGeneratorRates,
    testing::Values(Shape{40'000, 31, 0.2, 0.02, 0.005}, Shape{40'000, 31, 1.0, 0.1, 0.1},
                    Shape{40'000, 31, 0.0, 0.3, 0.2}, Shape{40'000, 31, 0.5, 0.0, 0.0},
                    Shape{40'000, 31, 0.5, 0.0001, 0.0003}, Shape{40'000, 31, 0.5, 0.6, 0.4},
                    Shape{20'000, 5, 0.5, 1.0, 0.0}, Shape{20'000, 5, 0.5, 0.0, 1.0},
                    Shape{2'000, 1000, 0.75, 0.02, 0.005}, Shape{400, 5000, 0.75, 0.02, 0.005},
                    Shape{40'000, 1, 0.3, 0.05, 0.05}, Shape{40'000, 2, 0.3, 0.05, 0.05},
                    Shape{40'000, 3, 0.3, 0.05, 0.05}));

TEST(MatrixGenerator, MakesMostAlternatesRareAndFewSitesWithTwo) {
  GenerateOptions const options{.row_count = 20'000,
                                .column_count = 200,
                                .variant_rate = 1.0,
                                .missing_rate = 0.0,
                                .deletion_rate = 0.0,
                                .header = false};
  Counts const counts = count(options, generate(options));
  EXPECT_GT(share(counts.alternates.at(1), counts.rows), 0.95);
  EXPECT_GT(share(counts.alternates.at(2), counts.rows), 0.02);
  EXPECT_EQ(counts.alternates.size(), 2U);

  auto const sites_with = [&](std::uint64_t least, std::uint64_t most) {
    std::uint64_t sites = 0;
    for (auto const& [carriers, site_count] : counts.carriers) {
      if (carriers >= least && carriers <= most) sites += site_count;
    }
    return share(sites, counts.rows);
  };
  EXPECT_GT(sites_with(1, 20), 0.5);
  EXPECT_GT(sites_with(1, 1), sites_with(10, 10) * 3);
  EXPECT_GT(sites_with(30, 170), 0.1);
  EXPECT_GT(sites_with(181, 200), sites_with(151, 170));
}

TEST(MatrixGenerator, EndsRowsWithCarriageReturnsOnRequest) {
  GenerateOptions options{.row_count = 20'000, .column_count = 9};
  std::string const plain = generate(options);
  options.crlf = true;
  std::string const text = generate(options);
  auto const lines = lines_of(text);
  EXPECT_EQ(lines.size(), 20'001U);
  for (std::string_view line : lines) {
    ASSERT_TRUE(line.ends_with('\r'));
    ASSERT_EQ(std::count(line.begin(), line.end(), '\r'), 1);
    ASSERT_EQ(std::count(line.begin(), line.end(), '\t'), 11);
  }
  EXPECT_EQ(lines_of(plain).size(), lines.size());
}

TEST(MatrixGenerator, MakesAHeaderAloneForNoRows) {
  GenerateOptions options{.row_count = 0, .column_count = 2};
  EXPECT_EQ(generate(options), "CHROM\tPOS\tREF\ts001a\ts001b\n");
  options.header = false;
  EXPECT_EQ(generate(options), "");
  EXPECT_EQ(MatrixGenerator{options}.block_count(), 0U);
}

TEST(MatrixGenerator, MakesARowLargerThanABlock) {
  GenerateOptions const options{.row_count = 3,
                                .column_count = 700'001,
                                .contig_count = 2,
                                .variant_rate = 1.0,
                                .header = false};
  EXPECT_EQ(MatrixGenerator{options}.block_count(), 3U);
  Counts const counts = count(options, generate(options));
  EXPECT_EQ(counts.variant_rows, 3U);
}

TEST(MatrixGenerator, RefusesImpossibleMatrices) {
  double const not_a_number = std::numeric_limits<double>::quiet_NaN();
  std::vector<GenerateOptions> const refused{
      {.column_count = 0},
      {.column_count = MatrixGenerator::max_column_count + 1},
      {.contig_count = 0},
      {.row_count = 2'147'483'648, .contig_count = 1},
      {.row_count = std::numeric_limits<std::uint64_t>::max(), .contig_count = 5},
      {.variant_rate = -0.1},
      {.variant_rate = 1.1},
      {.variant_rate = not_a_number},
      {.missing_rate = 1.5},
      {.missing_rate = not_a_number},
      {.deletion_rate = -1},
      {.missing_rate = 0.6, .deletion_rate = 0.5},
      {.contig_prefix = "chr "},
      {.contig_prefix = "a\tb"},
      {.contig_prefix = std::string(1, '\0')},
  };
  for (std::size_t i = 0; i < refused.size(); ++i) {
    EXPECT_THROW(MatrixGenerator{refused[i]}, UsageError) << "case " << i;
  }
}

}  // namespace
}  // namespace hapmill
