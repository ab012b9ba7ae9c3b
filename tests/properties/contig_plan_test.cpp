// Tests the order of rows in the output: the rows of contigs, found by bisection and by a scan, and
// segments.
#include "support/conversion_properties.hpp"
#include "support/listed_paths.hpp"
#include "support/product.hpp"
#include "support/random.hpp"
#include "support/temporary_folder.hpp"

#include "matrix/matrix_header.hpp"
#include "reference/convert.hpp"
#include "rows/contig_runs.hpp"
#include "rows/input_plan.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hapmill::test {
namespace {

constexpr std::uint64_t mebibyte = 1U << 20;

std::string const header_row = "CHROM\tPOS\tREF\t1a\t1b\n";

/// Makes rows, of which every seventh is variant. A long `ref` makes a large file with few rows.
void append_rows(std::string& text, std::string const& contig, std::uint64_t row_count,
                 std::string const& ref = "G") {
  for (std::uint64_t k = 1; k <= row_count; ++k) {
    text += contig + '\t' + std::to_string(k) + '\t' + ref;
    text += k % 7 == 0 ? "\tA\tC\n" : "\tN\tN\n";
  }
}

struct FoundRuns {
  std::optional<ContigRuns> bisected;
  ContigRuns scanned;
};

FoundRuns find_runs(std::string const& text, TemporaryFolder const& folder) {
  write_text(folder.file("matrix.txt"), text);
  MatrixInput input{input_path(folder.file("matrix.txt"))};
  MatrixHeader const header = read_matrix_header(input, {});
  return {bisect_contig_runs(input, header, '\t'), scan_contig_runs(input, header, '\t')};
}

/// Returns `name begin end`, one line per run.
std::string describe_runs(ContigRuns const& runs) {
  std::string text;
  for (Stretch const& run : runs.runs) {
    text += runs.names.name(run.contig_id) + ' ' + std::to_string(run.begin) + ' ' +
            std::to_string(run.end) + '\n';
  }
  return text;
}

// Bisection reads at most a 64th of the file, and about 100 kB per contig.
constexpr std::uint64_t enough_bytes_for_a_contig = 12 * mebibyte;

TEST(ContigBisection, FindsTheSameAsAScanIfContigsAreTogether) {
  TemporaryFolder const folder;
  std::vector<std::string> const odd_lines{"\n", "\r\n", "no contig here\n", "\t1\tA\tA\tC\n",
                                           " \t1\tA\tA\tC\n"};
  std::uint64_t const seed_count = 24 / sanitizer_divisor;
  std::uint64_t bisected_count = 0;
  for (std::uint64_t seed = 1; seed <= seed_count; ++seed) {
    Random random{seed};
    std::string text = header_row;
    bool const has_odd_lines = random.one_in(2);
    std::string const ref(random.pick(std::vector<std::size_t>{50, 500, 5000, 50'000}), 'G');
    std::uint64_t const contig_count = random.between(1, 5);
    std::uint64_t const large_contig = random.below(contig_count);
    for (std::uint64_t contig = 0; contig < contig_count; ++contig) {
      if (has_odd_lines) text += random.pick(odd_lines);
      std::uint64_t const bytes =
          contig == large_contig ? contig_count * enough_bytes_for_a_contig
                                 : random.pick(std::vector<std::uint64_t>{1, 10'000, mebibyte});
      append_rows(text, std::string(random.below(20), 'c') + std::to_string(contig),
                  1 + bytes / ref.size(), ref);
    }
    if (random.one_in(3)) text.pop_back();
    FoundRuns const found = find_runs(text, folder);
    if (!found.bisected) continue;
    ++bisected_count;
    ASSERT_EQ(describe_runs(*found.bisected), describe_runs(found.scanned)) << "seed " << seed;
    ASSERT_EQ(found.bisected->runs[0].first_line, found.scanned.runs[0].first_line);
    ASSERT_EQ(found.bisected->runs.back().end, text.size());
  }
  EXPECT_GE(2 * bisected_count, seed_count);
}

TEST(ContigBisection, FindsAContigOfOneRowBetweenTwoProbes) {
  TemporaryFolder const folder;
  std::string const ref(200, 'G');
  for (std::uint64_t const rows_before : {1U, 2U, 3'000U, 12'345U, 98'765U}) {
    std::string text = header_row;
    append_rows(text, "chr1", rows_before, ref);
    append_rows(text, "tiny", 1);
    append_rows(text, "chr2", 4 * enough_bytes_for_a_contig / ref.size(), ref);
    append_rows(text, "last", 1);
    FoundRuns const found = find_runs(text, folder);
    ASSERT_TRUE(found.bisected.has_value());
    ASSERT_EQ(found.bisected->runs.size(), 4U);
    ASSERT_EQ(describe_runs(*found.bisected), describe_runs(found.scanned));
  }
}

TEST(ContigBisection, LeavesSmallFilesAndMatricesWithoutContigsToAScan) {
  TemporaryFolder const folder;
  std::string text = header_row;
  append_rows(text, "chr1", 100);
  FoundRuns found = find_runs(text, folder);
  EXPECT_FALSE(found.bisected.has_value());
  ASSERT_EQ(found.scanned.runs.size(), 1U);
  EXPECT_EQ(found.scanned.runs[0].begin, header_row.size());
  EXPECT_EQ(found.scanned.runs[0].end, text.size());
  EXPECT_EQ(found.scanned.runs[0].first_line, 2U);

  found = find_runs(header_row, folder);
  EXPECT_FALSE(found.bisected.has_value());
  EXPECT_TRUE(found.scanned.runs.empty());

  text = header_row + std::string(8 * mebibyte, '\n');
  found = find_runs(text, folder);
  EXPECT_FALSE(found.bisected.has_value());
  ASSERT_EQ(found.scanned.runs.size(), 1U);
  EXPECT_EQ(found.scanned.runs[0].end, text.size());
}

TEST(ContigScan, FindsTheLineOfEachRunAndAddsRowsWithoutAContigToTheOneBefore) {
  TemporaryFolder const folder;
  std::string const text = header_row + "\nb\t1\tA\tA\tC\nwhat\na\t1\tA\tA\tC\n\n\nb\t2\tA\tA\tC";
  FoundRuns const found = find_runs(text, folder);
  EXPECT_EQ(describe_runs(found.scanned), "b 20 36\na 36 48\nb 48 57\n");
  std::vector<std::uint64_t> lines;
  for (Stretch const& run : found.scanned.runs) lines.push_back(run.first_line);
  EXPECT_EQ(lines, (std::vector<std::uint64_t>{2, 5, 8}));
}

/// Makes a matrix with tiny contigs, and more rows of chr1, between the probes of bisection.
RandomCase make_unnoticed_return() {
  std::string const ref(3000, 'G');
  RandomCase made;
  made.matrix = header_row;
  append_rows(made.matrix, "chr1", 4'444, ref);
  append_rows(made.matrix, "tiny", 8);
  made.matrix += "a row that does not fit\n";
  append_rows(made.matrix, "chr1", 5'000, ref);
  append_rows(made.matrix, "chr2", 500, ref);
  append_rows(made.matrix, "tiny", 8);
  return made;
}

TEST(ContigReturn, MissedByBisectionIsGathered) {
  TemporaryFolder const folder;
  RandomCase random_case = make_unnoticed_return();
  random_case.options.skip_bad_rows = true;
  FoundRuns const found = find_runs(random_case.matrix, folder);
  ASSERT_TRUE(found.bisected.has_value());
  ASSERT_LT(found.bisected->runs.size(), found.scanned.runs.size());

  for (std::string const order : {"first", "sorted"}) {
    random_case.options.contig_order = order;
    auto const expected = reference::convert(random_case.matrix, random_case.options);
    ASSERT_GT(expected.rows_written, 1'000U);
    for (std::uint64_t const threads : {1, 2, 4}) {
      MachineOptions machine;
      machine.threads = threads;
      machine.chunk_size = "64K";
      machine.report = threads == 2;
      auto const conversion = convert(random_case, machine, folder);
      ASSERT_EQ(find_difference(conversion, expected, random_case.options), "") << threads;
    }
  }
}

TEST(ContigReturn, MissedByBisectionDoesNotChangeABadRow) {
  TemporaryFolder const folder;
  RandomCase random_case = make_unnoticed_return();
  auto const expected = reference::convert(random_case.matrix, random_case.options);
  ASSERT_EQ(expected.error_line, 4'444U + 8U + 2U);
  for (bool const full_scan : {true, false}) {
    MachineOptions machine;
    machine.full_scan = full_scan;
    auto const conversion = convert(random_case, machine, folder);
    EXPECT_EQ(find_difference(conversion, expected, random_case.options), "") << full_scan;
  }
}

struct MadeRun {
  std::string contig;
  std::uint64_t begin;
  std::uint64_t end;
  std::uint64_t first_line = 0;
};

InputPlan plan_of(std::vector<MadeRun> const& made, ContigOrder order = ContigOrder::first) {
  ContigRuns runs;
  for (MadeRun const& run : made) {
    runs.runs.push_back({run.begin, run.end, run.first_line, runs.names.number_of(run.contig)});
  }
  return make_input_plan(std::move(runs), order);
}

/// Returns `name begin end`, one line per range, with a star at the start of a segment.
std::string describe_ranges(InputPlan const& plan) {
  std::string text;
  for (PlannedRange const& range : plan.ranges) {
    text += plan.names.name(range.contig_id) + ' ' + std::to_string(range.begin) + ' ' +
            std::to_string(range.end) + (range.begins_segment ? " *\n" : "\n");
  }
  return text;
}

TEST(InputPlan, StartsSegmentsAtMultiplesOf64MebibytesOfTheFile) {
  std::uint64_t const window = 64 * mebibyte;
  EXPECT_EQ(describe_ranges(plan_of({{"a", 20, window}})), "a 20 67108864 *\n");
  EXPECT_EQ(describe_ranges(plan_of({{"a", 20, window + 1}})),
            "a 20 67108864 *\na 67108864 67108865 *\n");
  EXPECT_EQ(describe_ranges(plan_of({{"a", 20, window - 1}, {"b", window - 1, 2 * window}})),
            "a 20 67108863 *\nb 67108863 67108864 *\nb 67108864 134217728 *\n");
  EXPECT_EQ(describe_ranges(plan_of({{"a", 0, 10}, {"b", 10, 20}, {"a", 20, window + 10}})),
            "a 0 10 *\na 20 67108864\na 67108864 67108874 *\nb 10 20 *\n");
  EXPECT_TRUE(plan_of({}).ranges.empty());
}

TEST(InputPlan, KnowsIfLineNumbersAndFileOrderAreKept) {
  InputPlan plan = plan_of({{"b", 0, 10, 2}, {"a", 10, 20, 4}});
  EXPECT_TRUE(plan.is_in_file_order);
  EXPECT_TRUE(plan.knows_lines);
  plan = plan_of({{"b", 0, 10, 2}, {"a", 10, 20, 0}}, ContigOrder::sorted);
  EXPECT_FALSE(plan.is_in_file_order);
  EXPECT_FALSE(plan.knows_lines);
  EXPECT_EQ(describe_ranges(plan), "a 10 20 *\nb 0 10 *\n");
  plan = plan_of({{"a", 0, 10, 2}, {"b", 10, 20, 3}, {"a", 20, 30, 4}});
  EXPECT_FALSE(plan.is_in_file_order);
}

TEST(InputPlan, CoversEachRunOnceAndStartsEachSegmentOnce) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Random random{seed};
    std::vector<MadeRun> made;
    std::uint64_t end = random.below(1000);
    for (std::uint64_t k = random.between(1, 40); k > 0; --k) {
      std::uint64_t const begin = end;
      end += random.one_in(4) ? random.between(1, 300 * mebibyte) : random.between(1, mebibyte);
      if (random.one_in(6)) end = (end / segment_bytes + 1) * segment_bytes;
      made.push_back({"c" + std::to_string(random.below(6)), begin, end, k});
    }
    InputPlan const plan =
        plan_of(made, random.one_in(2) ? ContigOrder::sorted : ContigOrder::first);

    std::map<std::uint64_t, std::pair<std::uint64_t, std::string>> parts;
    std::set<std::pair<std::uint32_t, std::uint64_t>> segments;
    std::vector<std::uint32_t> order;
    for (PlannedRange const& range : plan.ranges) {
      ASSERT_LT(range.begin, range.end);
      ASSERT_EQ(range.begin / segment_bytes, (range.end - 1) / segment_bytes);
      bool const is_new = segments.insert({range.contig_id, range.begin / segment_bytes}).second;
      ASSERT_EQ(range.begins_segment, is_new) << "seed " << seed << '\n' << describe_ranges(plan);
      parts[range.begin] = {range.end, plan.names.name(range.contig_id)};
      if (order.empty() || order.back() != range.contig_id) order.push_back(range.contig_id);
    }
    ASSERT_EQ(order, plan.contig_order);
    auto part = parts.begin();
    for (MadeRun const& run : made) {
      for (std::uint64_t at = run.begin; at != run.end; ++part) {
        ASSERT_NE(part, parts.end());
        ASSERT_EQ(part->first, at);
        ASSERT_EQ(part->second.second, run.contig);
        at = part->second.first;
        ASSERT_LE(at, run.end);
      }
    }
    ASSERT_EQ(part, parts.end());
  }
}

std::string order_of(std::vector<std::string> const& names) {
  ContigNames contigs;
  for (std::string const& name : names) contigs.number_of(name);
  std::string text;
  for (auto const k : order_contigs(contigs, ContigOrder::sorted)) text += contigs.name(k) + ' ';
  return text;
}

TEST(ContigOrder, IsByValueIfEveryNameIsANumberElseByText) {
  EXPECT_EQ(order_of({"10", "2", "1", "002", "02"}), "1 002 02 2 10 ");
  EXPECT_EQ(order_of({"10", "2", "1", "X"}), "1 10 2 X ");
  EXPECT_EQ(order_of({"chr10", "chr2", "Chr1"}), "Chr1 chr10 chr2 ");
  EXPECT_EQ(order_of({"99999999999999999999999", "100000000000000000000000", "7"}),
            "7 99999999999999999999999 100000000000000000000000 ");
  EXPECT_EQ(order_of({"\xC3\xA9", "z", "A"}), "A z \xC3\xA9 ");
  EXPECT_EQ(order_of({}), "");
}

}  // namespace
}  // namespace hapmill::test
