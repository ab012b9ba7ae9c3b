#include "reference/convert.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace {

using reference::Options;
using reference::Result;

std::string const column_names = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t";
std::string const pair_header = "CHROM\tPOS\tREF\tka\tkb\tma\tmb\n";
std::string const haploid_header = "CHROM\tPOS\tREF\tk\tm\tn\to\n";

Options vcf_options() {
  Options options;
  options.output_kind = "vcf";
  return options;
}

std::string vcf(std::string const& matrix, Options const& options) {
  Result const result = reference::convert(matrix, options);
  EXPECT_EQ(result.exit_code, 0) << result.error_reason;
  EXPECT_EQ(result.rows_read, result.rows_written + result.rows_non_variant + result.rows_filtered +
                                  result.rows_rejected);
  return result.output;
}

/// Returns the fields of the only record, except ID, QUAL, FILTER and FORMAT, joined by spaces.
std::string only_record(std::string const& matrix, Options const& options) {
  std::istringstream lines{vcf(matrix, options)};
  std::string line;
  std::string record = "dropped";
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    EXPECT_EQ(record, "dropped") << "a second record";
    std::istringstream fields{line};
    record.clear();
    std::string field;
    for (int i = 0; std::getline(fields, field, '\t'); ++i) {
      if (i == 2 || i == 5 || i == 6 || i == 8) continue;
      record += (i > 0 ? " " : "") + field;
    }
  }
  return record;
}

std::string pairs(std::string const& row, Options const& options = vcf_options()) {
  return only_record(pair_header + row + '\n', options);
}

std::string haploids(std::string const& row, Options const& options = vcf_options()) {
  return only_record(haploid_header + row + '\n', options);
}

/// Returns `reason field`, with the field counted from 0, or nothing for a row that can be written.
std::string fault(std::string const& matrix, Options options = vcf_options()) {
  Result const stopped = reference::convert(matrix, options);
  if (stopped.exit_code == 0) return "";
  EXPECT_EQ(stopped.exit_code, 3);
  options.skip_bad_rows = true;
  Result const skipped = reference::convert(matrix, options);
  EXPECT_EQ(skipped.rejected_lines.at(stopped.error_reason).at(0), stopped.error_line);
  std::string const field = stopped.error_field ? std::to_string(*stopped.error_field) : "none";
  return stopped.error_reason + ' ' + field;
}

std::string fault_in_row(std::string const& row, Options const& options = vcf_options()) {
  return fault(haploid_header + row + '\n', options);
}

TEST(ReferenceVcf, PrintsPairsAndHaploids) {
  Options options = vcf_options();
  options.unpaired_haploid = true;
  EXPECT_EQ(vcf("CHROM\tPOS\tREF\tka\tkb\tm\tna\tnb\n"
                "c\t007\tA\tA\tT\tN\tG\tG\n"
                "c\t8\tA\tA\tA\tA\tA\tA\n"
                "c\t8\tC\tN\tN\tT\tC\tN\n",
                options),
            column_names +
                "kakb\tm\tnanb\n"
                "c\t7\t.\tA\tT,G\t.\tPASS\tAC=1,2;AN=4;NS=2\tGT\t0|1\t.\t2|2\n"
                "c\t8\t.\tC\tT\t.\tPASS\tAC=1;AN=2;NS=2\tGT\t.|.\t1\t0|.\n");
}

TEST(ReferenceVcf, IsRefusedWithoutSamples) {
  Options options = vcf_options();
  options.pairs = "adjacent";
  options.alt_from = "all";
  EXPECT_EQ(convert("CHROM\tPOS\tREF\tk\nc\t1\tA\tT\n", options).exit_code, 3);
}

TEST(ReferenceVcf, FoldsCaseAndCountsPrintedColumnsByDefault) {
  Options options = vcf_options();
  std::string const matrix = "CHROM\tPOS\tREF\tka\tkb\tm\nc\t1\ta\tt\tA\tG\n";
  EXPECT_EQ(only_record(matrix, options), "c 1 A T AC=1;AN=2;NS=1 1|0");
  options.alt_from = "all";
  EXPECT_EQ(only_record(matrix, options), "c 1 A T,G AC=1,0;AN=2;NS=1 1|0");
  options.fold_case = false;
  EXPECT_EQ(fault(matrix, options), "ref-allele 2");
  EXPECT_EQ(fault_in_row("c\t1\tA\tA\tT\ta\tc", options), "alt-allele 5");
}

TEST(ReferenceVcf, PrintsMissingAllelesByTheirPolicy) {
  Options options = vcf_options();
  EXPECT_EQ(pairs("c\t1\tA\tN\tT\tN\tN"), "c 1 A T AC=1;AN=1;NS=1 .|1 .|.");
  EXPECT_EQ(haploids("c\t1\tA\tN\tT\tr\tA"), "c 1 A T AC=1;AN=2;NS=2 . 1 . 0");
  options.missing = "ref";
  EXPECT_EQ(pairs("c\t1\tA\tN\tT\tN\tY", options), "c 1 A T AC=1;AN=4;NS=2 0|1 0|0");
  options.missing_codes = {"."};
  EXPECT_EQ(pairs("c\t1\tA\tN\tT\t.\tA", options), "c 1 A N,T AC=1,1;AN=4;NS=2 1|2 0|0");
}

TEST(ReferenceVcf, PrintsHalfCallsByTheirPolicyAndCountsWhatItPrints) {
  std::string const row = "c\t1\tA\tN\tT\tG\tA";
  Options options = vcf_options();
  EXPECT_EQ(pairs(row, options), "c 1 A T,G AC=1,1;AN=3;NS=2 .|1 2|0");
  options.half_call = "missing";
  EXPECT_EQ(pairs(row, options), "c 1 A T,G AC=0,1;AN=2;NS=1 .|. 2|0");
  options.half_call = "ref";
  EXPECT_EQ(pairs(row, options), "c 1 A T,G AC=1,1;AN=4;NS=2 0|1 2|0");
  options.half_call = "error";
  EXPECT_EQ(fault(pair_header + row, options), "half-call none");
}

TEST(ReferenceVcf, PrintsDeletionsByTheirPolicy) {
  std::string const row = "c\t1\tA\t-\tT\t*\tA";
  Options options = vcf_options();
  EXPECT_EQ(haploids(row, options), "c 1 A *,T AC=2,1;AN=4;NS=4 1 2 1 0");
  options.deletion = "missing";
  EXPECT_EQ(haploids(row, options), "c 1 A T,* AC=1,1;AN=3;NS=3 . 1 2 0");
  options.deletion = "drop-site";
  EXPECT_EQ(haploids(row, options), "dropped");
  EXPECT_EQ(haploids("c\t1\t!\t-\tT\tT\tA", options), "dropped");
}

TEST(ReferenceVcf, RefusesPoliciesThatVcfCannotExpress) {
  Options keep = vcf_options();
  keep.missing = "keep";
  Options ref = vcf_options();
  ref.deletion = "ref";
  Options keep_deletion = vcf_options();
  keep_deletion.deletion = "keep";
  Options literal = vcf_options();
  literal.ambiguous = "literal";
  Options unknown;
  unknown.output_kind = "bam";
  for (Options const& options : {keep, ref, keep_deletion, literal, unknown}) {
    EXPECT_EQ(reference::convert(haploid_header, options).exit_code, 2);
  }
}

TEST(ReferenceVcf, IgnoresTheTableStyle) {
  Options options = vcf_options();
  options.table_style = "phase";
  EXPECT_EQ(pairs("c\t1\tA\tN\tT\tG\tA", options), "c 1 A T,G AC=1,1;AN=3;NS=2 .|1 2|0");
}

TEST(ReferenceVcfRef, BecomesTheFirstBaseOfAnIupacCode) {
  std::string const codes = "RYSWKMBDHVrN";
  std::string const bases = "ACCAGACAAAAN";
  for (std::size_t i = 0; i < codes.size(); ++i) {
    std::string const other = bases[i] == 'A' ? "T" : "A";
    std::string const row = std::string{"c\t1\t"} + codes[i] + '\t' + codes[i] + '\t' + bases[i] +
                            '\t' + other + '\t' + codes[i];
    std::string const same = bases[i] == 'N' ? "." : "0";
    EXPECT_EQ(haploids(row), std::string{"c 1 "} + bases[i] + ' ' + other + " AC=1;AN=" +
                                 (same == "0" ? "2;NS=2" : "1;NS=1") + " . " + same + " 1 .");
  }
}

TEST(ReferenceVcfRef, OfSeveralBytesIsComparedByItsText) {
  EXPECT_EQ(haploids("c\t1\trya\tRYA\tA\tryA\tN"), "c 1 ACA A AC=1;AN=3;NS=3 0 1 0 .");
  EXPECT_EQ(fault_in_row("c\t1\tRYA\tRYA\tA\tACA\tN"), "alt-allele 5");
  EXPECT_EQ(fault_in_row("c\t1\tAA\tAA\tRA\tT\tN"), "alt-allele 4");
  EXPECT_EQ(haploids("c\t1\tRYA\tRYA\tRYA\tRYA\tN"), "dropped");
}

TEST(ReferenceVcfRef, ThatCannotBeWrittenMakesAVariantRowBad) {
  EXPECT_EQ(fault_in_row("c\t1\t-\tA\tT\tA\tA"), "ref-allele 2");
  EXPECT_EQ(fault_in_row("c\t1\t*\tA\tT\tA\tA"), "ref-allele 2");
  EXPECT_EQ(fault_in_row("c\t1\tAX\tA\tT\tA\tA"), "ref-allele 2");
  EXPECT_EQ(haploids("c\t1\t-\t-\t*\t-\tN"), "dropped");
}

TEST(ReferenceVcfAlt, HoldsBasesAndStarsOnly) {
  EXPECT_EQ(haploids("c\t1\tA\tACGTN\tNN\tacg\t*"),
            "c 1 A ACGTN,NN,ACG,* AC=1,1,1,1;AN=4;NS=4 1 2 3 4");
  for (std::string const bad :
       {".", "X", "<DEL>", "A,C", "A|T", "**", "AR", "1", "\xC3\xA9", " "}) {
    EXPECT_EQ(fault_in_row("c\t1\tA\tC\tT\t" + bad + "\tX"), "alt-allele 5") << bad;
    EXPECT_EQ(fault_in_row("c\t1\tT\t" + bad + "\tA\tT\tT"), "alt-allele 3") << bad;
  }
}

TEST(ReferenceVcfAlt, OfAColumnThatDoesNotCountIsNotChecked) {
  Options options = vcf_options();
  std::string const matrix = "CHROM\tPOS\tREF\tka\tkb\tm\nc\t1\tA\tT\tA\tX\n";
  EXPECT_EQ(only_record(matrix, options), "c 1 A T AC=1;AN=2;NS=1 1|0");
  options.alt_from = "all";
  EXPECT_EQ(fault(matrix, options), "alt-allele 5");
}

TEST(ReferenceVcfAlt, MayHaveMoreThanNine) {
  std::string header = "CHROM\tPOS\tREF";
  std::string row = "c\t1\tA";
  std::string expected = "c 1 A ";
  std::string ac = " AC=";
  std::string genotypes;
  for (int i = 1; i <= 12; ++i) {
    std::string const allele(static_cast<std::size_t>(i), 'C');
    header += "\tk" + std::to_string(i);
    row += '\t' + allele;
    expected += (i > 1 ? "," : "") + allele;
    ac += i > 1 ? ",1" : "1";
    genotypes += ' ' + std::to_string(i);
  }
  EXPECT_EQ(only_record(header + '\n' + row + '\n', vcf_options()),
            expected + ac + ";AN=12;NS=12" + genotypes);
}

TEST(ReferenceVcfAlt, IsInTheRequestedOrder) {
  std::string const row = "c\t1\tA\tTT\tG\tC\tG";
  Options options = vcf_options();
  options.alt_order = "acgt";
  EXPECT_EQ(haploids(row, options), "c 1 A C,G,TT AC=1,2,1;AN=4;NS=4 3 2 1 2");
  options.alt_order = "frequency";
  EXPECT_EQ(haploids(row, options), "c 1 A G,TT,C AC=2,1,1;AN=4;NS=4 2 1 3 1");
}

TEST(ReferenceVcf, CountsAColumnForEverySampleThatHasIt) {
  Options options = vcf_options();
  options.pairs = "file";
  options.pairs_text = "x\tk\tk\ny\tk\tm\nz\tm\n";
  EXPECT_EQ(vcf(haploid_header + "c\t1\tA\tT\tN\tG\tG\n", options),
            column_names + "x\ty\tz\nc\t1\t.\tA\tT\t.\tPASS\tAC=3;AN=3;NS=2\tGT\t1|1\t1|.\t.\n");
}

TEST(ReferenceVcfContig, MustHaveAValidName) {
  for (std::string const good : {"c", "1", "HLA:A*01=2", "c#1", "!~", "a=*b", ";x"}) {
    EXPECT_EQ(fault_in_row(good + "\t1\tA\tT\tA\tA\tA"), "") << good;
  }
  for (std::string const bad : {"*c", "=c", "#c", "c,d", "c<", "c>", "c\"d", "c[", "c]", "(c", "c'",
                                "c`", "c{", "}", "c\\", "\xC3\xA9"}) {
    EXPECT_EQ(fault_in_row(bad + "\t1\t-\tX\tA\tA\tA"), "contig-name 0") << bad;
    EXPECT_EQ(fault_in_row(bad + "\t1\tA\tA\tA\tA\tA"), "") << bad;
  }
}

TEST(ReferenceVcfContig, MustBeInTheFaiAndLongEnough) {
  Options options = vcf_options();
  options.fai = {{"c", 100}, {"d", 5}};
  EXPECT_EQ(fault_in_row("c\t100\tA\tT\tA\tA\tA", options), "");
  EXPECT_EQ(fault_in_row("c\t101\t-\tT\tA\tA\tA", options), "contig-length 1");
  EXPECT_EQ(fault_in_row("c\t101\tA\tA\tA\tA\tA", options), "");
  EXPECT_EQ(fault_in_row("d\t000005\tA\tT\tA\tA\tA", options), "");
  EXPECT_EQ(fault_in_row("d\t6\tA\tT\tA\tA\tA", options), "contig-length 1");
  EXPECT_EQ(fault_in_row("e\t999\tX\tT\tA\tA\tA", options), "contig-unknown 0");
  EXPECT_EQ(fault_in_row("e<\t999\tA\tT\tA\tA\tA", options), "contig-name 0");
  options.fai.emplace();
  EXPECT_EQ(fault_in_row("c\t1\tA\tT\tA\tA\tA", options), "contig-unknown 0");
}

TEST(ReferenceVcfChecks, ComeAfterThoseOfEveryRowAndBeforeHalfCalls) {
  Options options = vcf_options();
  options.half_call = "error";
  options.ambiguous = "error";
  EXPECT_EQ(fault(pair_header + "c<\t1\t-\tR\tX\tN\tX\n", options), "ambiguous none");
  EXPECT_EQ(fault(pair_header + "c\t1\tA\tA\tA\tN\tX\n", options), "alt-allele 6");
  EXPECT_EQ(fault(pair_header + "c\t1\tA\tA\tA\tN\tT\n", options), "half-call none");
  EXPECT_EQ(fault(pair_header + "c\t1\t-\tA\tA\tN\n", options), "fields none");
}

TEST(ReferenceVcfChecks, RejectRowsWithTheirReason) {
  Options options = vcf_options();
  options.skip_bad_rows = true;
  Result const result = reference::convert(
      haploid_header + "c\t1\tA\tX\tA\tA\tA\nc\t2\t-\tT\tA\tA\tA\nc\t3\tA\tT\tA\tA\tA\n", options);
  EXPECT_EQ(result.rejects,
            "2\talt-allele\tc\t1\tA\tX\tA\tA\tA\n3\tref-allele\tc\t2\t-\tT\tA\tA\tA\n");
  EXPECT_EQ(result.rows_written, 1U);
  EXPECT_EQ(result.rows_rejected, 2U);
}

TEST(ReferenceVcfPhaseSet, IsThePositionOfTheContigsFirstRow) {
  Options options = vcf_options();
  options.ps = true;
  options.skip_bad_rows = true;
  options.unpaired_haploid = true;
  options.pairs = "file";
  options.pairs_text = "x\tk\tm\n";
  EXPECT_EQ(vcf("CHROM\tPOS\tREF\tk\tm\tn\n"
                "d\t0\tA\tA\tT\tA\n"
                "d\t0070\tA\tA\tA\tA\n"
                "c\t9\tA\n"
                "d\t3\tA\tN\tN\tT\n"
                "c\t5\tA\tA\tT\tN\n",
                options),
            column_names +
                "x\tn\n"
                "d\t3\t.\tA\tT\t.\tPASS\tAC=1;AN=1;NS=1\tGT:PS\t.|.:70\t1:70\n"
                "c\t5\t.\tA\tT\t.\tPASS\tAC=1;AN=2;NS=1\tGT:PS\t0|1:9\t.:9\n");
}

TEST(ReferenceVcfPhaseSet, IgnoresRowsThatNameNoContig) {
  Options options = vcf_options();
  options.ps = true;
  options.skip_bad_rows = true;
  EXPECT_EQ(vcf("CHROM\tPOS\tREF\tk\n\t44\tA\tA\nc\t45\tA\tT\nd\t2147483648\tA\tT\n"
                "\t7\tA\tA\nd\t8\tA\tT\n",
                options),
            column_names +
                "k\nc\t45\t.\tA\tT\t.\tPASS\tAC=1;AN=1;NS=1\tGT:PS\t1:45\n"
                "d\t8\t.\tA\tT\t.\tPASS\tAC=1;AN=1;NS=1\tGT:PS\t1:8\n");
}

}  // namespace
