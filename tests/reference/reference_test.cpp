#include "reference/convert.hpp"
#include "tests/folders.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

using Fields = std::vector<std::string>;
using Lines = std::vector<std::uint64_t>;
using reference::Options;
using reference::Result;

std::string read_golden(std::string const& name) {
  std::ifstream file{std::string{HAPMILL_GOLDEN_DIR} + "/" + name, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

Fields split(std::string const& text, char delimiter) {
  Fields parts;
  std::istringstream stream{text};
  for (std::string part; std::getline(stream, part, delimiter);) parts.push_back(part);
  return parts;
}

/// Returns the lines of a table with the alleles of `alt` in a fixed order.
std::vector<Fields> with_sorted_alt(std::string const& table) {
  std::vector<Fields> lines;
  for (std::string const& line : split(table, '\n')) {
    Fields fields = split(line, '\t');
    Fields const alt = split(fields.at(3), ',');
    fields[3].clear();
    for (std::string const& allele : std::multiset<std::string>(alt.begin(), alt.end())) {
      fields[3] += allele + ',';
    }
    lines.push_back(fields);
  }
  return lines;
}

std::string table(std::string const& matrix, Options const& options) {
  Result const result = reference::convert(matrix, options);
  EXPECT_EQ(result.exit_code, 0) << result.error_reason;
  EXPECT_EQ(result.rows_read, result.rows_written + result.rows_non_variant + result.rows_filtered +
                                  result.rows_rejected);
  return result.output;
}

/// Returns the fields after contig, pos and ref of the only row, joined by spaces.
std::string only_site(std::string const& row, Options options) {
  options.header_text = "CHROM\tPOS\tREF\tka\tkb\tma\tmb";
  Fields const lines = split(table(row + '\n', options), '\n');
  if (lines.size() != 2) return "dropped";
  std::string rest;
  Fields const fields = split(lines[1], '\t');
  for (std::size_t i = 3; i < fields.size(); ++i) rest += (i > 3 ? " " : "") + fields[i];
  return rest;
}

class ReferenceGolden : public testing::TestWithParam<std::string> {};

TEST_P(ReferenceGolden, PrintsWhatThePandasProgramPrinted) {
  std::string const& name = GetParam();
  Options options;
  options.header_text = read_golden("header.txt");
  options.contig_order = "sorted";
  auto const found = with_sorted_alt(table(read_golden(name + ".txt"), options));
  auto const expected = with_sorted_alt(read_golden(name + ".expected.tsv"));
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], expected[i]) << "line " << i;
}

INSTANTIATE_TEST_SUITE_P(Matrices, ReferenceGolden,
                         testing::Values("named", "numeric", "ref-missing", "scattered"),
                         [](auto const& test) {
                           std::string name = test.param;
                           for (char& symbol : name) {
                             if (symbol == '-') symbol = '_';
                           }
                           return name;
                         });

TEST(ReferenceTable, PairsByNameAndPrintsPanelV1) {
  EXPECT_EQ(table("CHROM\tPOS\tREF\t2b\t10a\t2a\t10b\tlone\n"
                  "c\t007\tA\tA\tT\tN\t-\tG\n"
                  "c\t8\tA\tA\tA\tN\tA\tA\n",
                  {}),
            "contig\tpos\tref\talt\t10a10b_PI\t10a10b_PG_al\t2a2b_PI\t2a2b_PG_al\n"
            "c\t7\tA\tT,-,G\tc\tT|A\tc\tA|A\n");
}

TEST(ReferenceTable, PrintsEveryStyle) {
  std::string const matrix = "chrom\tPOS\tREF\tka\tkb\tm\nc\t1\tA\tT\t-\tN\n";
  Options options;
  options.unpaired_haploid = true;
  options.pi_prefix = "p";
  EXPECT_EQ(table(matrix, options),
            "contig\tpos\tref\talt\tkakb_PI\tkakb_PG_al\tm_PI\tm_PG_al\n"
            "c\t1\tA\tT,-\tpc\tT|A\tpc\tA\n");
  options.table_style = "panel";
  EXPECT_EQ(table(matrix, options),
            "CHROM\tPOS\tREF\tALT\tkakb:PI\tkakb:PG_al\tm:PI\tm:PG_al\n"
            "c\t1\tA\tT,-\tpc\tT|A\tpc\tA\n");
  options.table_style = "phase";
  EXPECT_EQ(table(matrix, options),
            "CHROM\tPOS\tREF\tall-alleles\tkakb:PI\tkakb:PG_al\tm:PI\tm:PG_al\n"
            "c\t1\tA\tA,T,*\tpc\tT|*\t.\t.\n");
  options.table_style = "vcf-simplify";
  EXPECT_EQ(table(matrix, options),
            "CHROM\tPOS\tRefAndAlts\tkakb:PI\tkakb:PGal\tm:PI\tm:PGal\n"
            "c\t1\tA,T,*\tpc\tT|*\t.\t.\n");
}

TEST(ReferencePolicy, MissingPrintsRefTextOrDot) {
  std::string const row = "c\t1\tA\tN\tT\tn\tN";
  Options options;
  options.fold_case = true;
  EXPECT_EQ(only_site(row, options), "T c A|T c A|A");
  options.missing = "keep";
  EXPECT_EQ(only_site(row, options), "T c N|T c N|N");
  options.missing = "dot";
  EXPECT_EQ(only_site(row, options), "T c .|T c .|.");
  options.missing_codes = {"?", "na"};
  EXPECT_EQ(only_site("c\t1\tA\tNA\tN\t?\tA", options), "N c .|N c .|A");
}

TEST(ReferencePolicy, MissingWinsOverEqualityWithRef) {
  Options options;
  options.missing = "dot";
  EXPECT_EQ(only_site("c\t1\tN\tN\tT\tN\tN", options), "T c .|T c .|.");
}

TEST(ReferencePolicy, DeletionPrintsByItsPolicy) {
  std::string const row = "c\t1\tA\tA\t-\tT\tT";
  Options options;
  EXPECT_EQ(only_site(row, options), "-,T c A|A c T|T");
  options.deletion = "keep";
  EXPECT_EQ(only_site(row, options), "-,T c A|- c T|T");
  options.deletion = "star";
  EXPECT_EQ(only_site(row, options), "*,T c A|* c T|T");
  EXPECT_EQ(only_site("c\t1\t-\t-\t*\tT\t-", options), "T c *|* c T|*");
  options.deletion = "missing";
  EXPECT_EQ(only_site(row, options), "T c A|A c T|T");
  EXPECT_EQ(only_site("c\t1\tA\tA\t-\tA\tA", options), "dropped");
  options.missing = "keep";
  EXPECT_EQ(only_site(row, options), "T c A|- c T|T");
  options.deletion = "drop-site";
  EXPECT_EQ(only_site(row, options), "dropped");
}

TEST(ReferencePolicy, HalfCallAppliesToPairsUnderDot) {
  std::string const row = "c\t1\tA\tN\tT\tN\tN";
  Options options;
  options.half_call = "missing";
  EXPECT_EQ(only_site(row, options), "T c A|T c A|A");
  options.missing = "dot";
  EXPECT_EQ(only_site(row, options), "T c .|. c .|.");
  options.half_call = "ref";
  EXPECT_EQ(only_site(row, options), "T c A|T c .|.");
  options.table_style = "phase";
  EXPECT_EQ(only_site(row, options), "A,T c A|T . .");
  options.half_call = "keep";
  EXPECT_EQ(only_site(row, options), "A,T . . . .");
  options.half_call = "error";
  options.pairs = "adjacent";
  Result const result =
      reference::convert("c\t1\tA\tT\tT\nc\t2\tA\tN\tA\nc\t3\tA\tN\tT\n", options);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.error_line, 3U);
  EXPECT_EQ(result.error_reason, "half-call");
}

TEST(ReferencePolicy, AmbiguousLettersAreLiteralMissingOrBad) {
  std::string const row = "c\t1\tA\tR\ty\tT\tA";
  Options options;
  EXPECT_EQ(only_site(row, options), "R,y,T c R|y c T|A");
  options.ambiguous = "missing";
  EXPECT_EQ(only_site(row, options), "T c A|A c T|A");
  options.missing = "keep";
  EXPECT_EQ(only_site(row, options), "T c R|y c T|A");
  options.ambiguous = "error";
  Result const result = reference::convert("c\t1\tA\tRY\tT\nc\t2\tA\tA\tr\n", options);
  EXPECT_EQ(result.error_line, 2U);
  EXPECT_EQ(result.error_reason, "ambiguous");
}

TEST(ReferenceAlt, IsInTheRequestedOrder) {
  std::string const row = "c\t1\tA\tTT\tC\tg\tC";
  Options options;
  EXPECT_EQ(only_site(row, options), "TT,C,g c TT|C c g|C");
  options.alt_order = "acgt";
  EXPECT_EQ(only_site(row, options), "C,TT,g c TT|C c g|C");
  options.alt_order = "frequency";
  EXPECT_EQ(only_site(row, options), "C,TT,g c TT|C c g|C");
  EXPECT_EQ(only_site("c\t1\tA\tTT\tg\tg\tA", options), "g,TT c TT|g c g|A");
}

TEST(ReferenceAlt, ComesFromAllOrFromPrintedColumns) {
  Options options;
  options.pairs = "file";
  options.pairs_text = "# one sample\n\nk\tka\t4\r\n";
  EXPECT_EQ(only_site("c\t1\tA\tA\tT\tG\tA", options), "T,G c A|A");
  options.alt_from = "printed";
  EXPECT_EQ(only_site("c\t1\tA\tA\tT\tG\tA", options), "dropped");
  EXPECT_EQ(only_site("c\t1\tA\tT\tA\tG\tA", options), "T c T|T");
}

TEST(ReferenceSamples, FollowEveryWayOfPairing) {
  std::string const matrix = "c\t1\tA\tT\tA\tC\n";
  Options options;
  EXPECT_EQ(table(matrix, options),
            "contig\tpos\tref\talt\ts1_PI\ts1_PG_al\ts2_PI\ts2_PG_al\ts3_PI\ts3_PG_al\n"
            "c\t1\tA\tT,C\tc\tT\tc\tA\tc\tC\n");
  options.pairs = "adjacent";
  EXPECT_EQ(table(matrix, options),
            "contig\tpos\tref\talt\ts1s2_PI\ts1s2_PG_al\nc\t1\tA\tT,C\tc\tT|A\n");
  options.unpaired_haploid = true;
  EXPECT_EQ(table(matrix, options),
            "contig\tpos\tref\talt\ts1s2_PI\ts1s2_PG_al\ts3_PI\ts3_PG_al\n"
            "c\t1\tA\tT,C\tc\tT|A\tc\tC\n");
  options.pairs = "self";
  EXPECT_EQ(table(matrix, options),
            "contig\tpos\tref\talt\ts1_PI\ts1_PG_al\ts2_PI\ts2_PG_al\ts3_PI\ts3_PG_al\n"
            "c\t1\tA\tT,C\tc\tT|T\tc\tA|A\tc\tC|C\n");
  options.pairs = "file";
  options.pairs_text = "x\ts3\t4\ny\ts3";
  EXPECT_EQ(table(matrix, options),
            "contig\tpos\tref\talt\tx_PI\tx_PG_al\ty_PI\ty_PG_al\ts2_PI\ts2_PG_al\n"
            "c\t1\tA\tT,C\tc\tC|T\tc\tC\tc\tA\n");
}

TEST(ReferenceSamples, AutoSortsUnpairedColumnsInByName) {
  Options options;
  options.unpaired_haploid = true;
  EXPECT_EQ(table("CHROM\tPOS\tREF\tz.2\tm\tz.1\tA_1\tA_2\tB\n", options),
            "contig\tpos\tref\talt\tA_1A_2_PI\tA_1A_2_PG_al\tB_PI\tB_PG_al\tm_PI\tm_PG_al\t"
            "z.1z.2_PI\tz.1z.2_PG_al\n");
}

TEST(ReferenceSamples, RefusesNamesThatItCannotAssign) {
  for (std::string const pairs :
       {"x\tnone", "x\t3", "x\t7", "x\ts1\ts2\ts3", "x", "x\ts1\nx\ts2"}) {
    Options options;
    options.pairs = "file";
    options.pairs_text = pairs;
    EXPECT_EQ(reference::convert("c\t1\tA\tT\tA\tC\n", options).exit_code, 3) << pairs;
  }
  EXPECT_EQ(reference::convert("CHROM\tPOS\tREF\tk\tk\n", {}).exit_code, 3);
}

TEST(ReferenceRows, AreGatheredByContig) {
  std::string const matrix = "10\t2\tA\tT\n9\t1\tA\tT\n10\t1\tA\tT\n";
  std::string const header = "contig\tpos\tref\talt\ts1_PI\ts1_PG_al\n";
  Options options;
  EXPECT_EQ(table(matrix, options),
            header + "10\t2\tA\tT\t10\tT\n10\t1\tA\tT\t10\tT\n9\t1\tA\tT\t9\tT\n");
  options.contig_order = "sorted";
  EXPECT_EQ(table(matrix, options),
            header + "9\t1\tA\tT\t9\tT\n10\t2\tA\tT\t10\tT\n10\t1\tA\tT\t10\tT\n");
  options.stream = true;
  EXPECT_EQ(reference::convert(matrix, options).exit_code, 2);
  options.contig_order = "first";
  EXPECT_EQ(reference::convert(matrix, options).exit_code, 3);
}

TEST(ReferenceRows, ThatAreBadAreRejectedInOutputOrder) {
  std::string const matrix =
      "\xEF\xBB\xBF##meta\r\nCHROM\tPOS\tREF\tka\tkb\r\n"
      "\r\nd\t1\tA\tT\tA\nc\t1\tA\tT\n \t1\tA\tT\tT\nd\t1e9\tA\tT\tT\nc\t2147483648\tA\tT\tT\n"
      "d\t1\t\tT\tT\nd\t1\tA\t\tR\nd\t1\tA\tR\t\nd\t2\tG\tN\tT\nd\t3\tG\tG\tG";
  Options options;
  EXPECT_EQ(reference::convert(matrix, options).error_line, 3U);
  options.skip_bad_rows = true;
  options.ambiguous = "error";
  options.missing = "dot";
  options.half_call = "error";
  Result const result = reference::convert(matrix, options);
  EXPECT_EQ(result.output, "contig\tpos\tref\talt\tkakb_PI\tkakb_PG_al\nd\t1\tA\tT\td\tT|A\n");
  EXPECT_EQ(result.rejects,
            "3\tempty-line\t\n7\tpos\td\t1e9\tA\tT\tT\n9\tref\td\t1\t\tT\tT\n"
            "10\tcell\td\t1\tA\t\tR\n11\tambiguous\td\t1\tA\tR\t\n12\thalf-call\td\t2\tG\tN\tT\n"
            "5\tfields\tc\t1\tA\tT\n6\tchrom\t \t1\tA\tT\tT\n8\tpos\tc\t2147483648\tA\tT\tT\n");
  EXPECT_EQ(result.rejected_lines.at("pos"), (Lines{7, 8}));
  EXPECT_EQ(result.rows_read, 11U);
  EXPECT_EQ(result.rows_rejected, 9U);
  EXPECT_EQ(result.rows_non_variant, 1U);
}

TEST(ReferenceCounts, CountPrintedAllelesOfWrittenRows) {
  Options options;
  options.pairs = "file";
  options.pairs_text = "x\ts1\ts1\ny\ts1\ts2\nz\ts3\n";
  options.missing = "dot";
  options.ambiguous = "missing";
  Result const result =
      reference::convert("c\t1\tA\tN\tT\t-\nc\t2\tA\tN\tN\tA\nc\t3\tA\tR\t-\t-\n", options);
  EXPECT_EQ(result.rows_written, 2U);
  EXPECT_EQ(result.half_calls, 2U);
  ASSERT_EQ(result.samples.size(), 3U);
  EXPECT_EQ(result.samples[0].missing, 4U);
  EXPECT_EQ(result.samples[1].missing, 2U);
  EXPECT_EQ(result.samples[1].deleted, 1U);
  EXPECT_EQ(result.samples[2].deleted, 2U);
}

TEST(ReferenceHeader, IsFoundInTheOrderOfSources) {
  Options options;
  EXPECT_EQ(table("#chrom\tp\tr\tk", options), "contig\tpos\tref\talt\tk_PI\tk_PG_al\n");
  options.column_names_text = "k\r\nm";
  EXPECT_EQ(table("chr\t5\tA\tA\tA", options),
            "contig\tpos\tref\talt\tk_PI\tk_PG_al\tm_PI\tm_PG_al\n");
  EXPECT_EQ(table("chr\tpos\tA\tn", options), "contig\tpos\tref\talt\tn_PI\tn_PG_al\n");
  options.header_text = "a,b,c,x\n";
  options.delimiter = ',';
  EXPECT_EQ(table("c,1,A,T", options), "contig\tpos\tref\talt\tx_PI\tx_PG_al\nc\t1\tA\tT\tc\tT\n");
  for (std::string const empty : {"", "\xEF\xBB\xBF", "##a\n##b"}) {
    EXPECT_EQ(reference::convert(empty, options).exit_code, 3);
  }
}

TEST(ReferenceUsage, RefusesValuesThatCannotBeCombined) {
  Options keep;
  keep.table_style = "phase";
  keep.missing = "keep";
  Options keep_deletion;
  keep_deletion.table_style = "vcf-simplify";
  keep_deletion.deletion = "keep";
  Options one_code;
  one_code.deletion_code = "n";
  one_code.fold_case = true;
  Options unknown;
  unknown.alt_order = "last";
  for (Options const& options : {keep, keep_deletion, one_code, unknown}) {
    EXPECT_EQ(reference::convert("c\t1\tA\tT\n", options).exit_code, 2);
  }
}

}  // namespace
