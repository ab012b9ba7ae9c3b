// A conversion in groups has the same results, byte by byte, as one in a single process.
#include "support/conversion_properties.hpp"
#include "support/grouped_conversion.hpp"
#include "support/product.hpp"
#include "support/random.hpp"
#include "support/random_matrix.hpp"

#include "cpu/stages.hpp"
#include "rows/input_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

using Arguments = std::vector<std::string>;

Arguments arguments_of(RandomCase const& random_case, Random& random,
                       TemporaryFolder const& folder) {
  write_text(folder.file("matrix.txt"), random_case.matrix);
  Arguments arguments = command_line_options(random_case, folder.path());
  arguments.insert(arguments.end(), {folder.file("matrix.txt"), "-o", folder.file("out")});
  if (random.one_in(2)) arguments.insert(arguments.end(), {"--report", folder.file("report.json")});
  if (random_case.options.skip_bad_rows && random.one_in(2)) {
    arguments.insert(arguments.end(), {"--rejects", folder.file("rejects.txt")});
  }
  return arguments;
}

Grouping random_grouping(Random& random) {
  Grouping grouping;
  grouping.group_count = random.between(1, 9);
  grouping.must_scan = random.one_in(2);
  grouping.machines.clear();
  for (std::uint64_t k = random.between(1, 3); k > 0; --k) {
    grouping.machines.push_back({"--threads", std::to_string(random.between(1, 3)), "--simd",
                                 random.pick(cpu::runnable_stages())->name, "--chunk-size",
                                 random.pick(Arguments{"1", "64", "1K", "64K"})});
  }
  return grouping;
}

void expect_same_by_groups(MakeCase make_case, Arguments const& types, std::uint64_t last_seed) {
  TemporaryFolder const folder;
  std::uint64_t parted = 0;
  for (std::uint64_t seed = 1; seed <= last_seed; ++seed) {
    Random random{seed};
    RandomCase random_case = make_case(seed);
    random_case.options.stream = false;
    random_case.sort = random.one_in(5);
    auto arguments = arguments_of(random_case, random, folder);
    arguments.push_back("-O" + random.pick(types));
    Outcome const whole = convert_whole(arguments, folder);
    std::size_t group_count = 1;
    Outcome const by_groups =
        convert_by_groups(arguments, random_grouping(random), folder, &group_count);
    if (group_count > 1) ++parted;
    ASSERT_TRUE(whole == by_groups) << "seed " << seed << '\n'
                                    << describe_difference(whole, by_groups);
  }
  EXPECT_GT(parted, last_seed / 4) << "the cases test nothing";
}

TEST(Groups, GiveTheSameTable) {
  expect_same_by_groups(make_random_case, {"t"}, 400 / sanitizer_divisor);
}

TEST(Groups, GiveTheSameVcfAndBcfAndIndex) {
  expect_same_by_groups(make_random_vcf_case, {"v", "z", "z", "u", "b", "b"},
                        400 / sanitizer_divisor);
}

/// Makes meta lines that move the rows of a small matrix to the end of a segment.
std::string lines_up_to(std::uint64_t size) {
  std::string text;
  std::uint64_t const most = std::uint64_t{16} << 20;
  while (text.size() < size) {
    std::uint64_t const line = std::min(most, size - text.size());
    text += line < 3 ? std::string(line, '\n') : "##" + std::string(line - 3, 'x') + "\n";
  }
  return text;
}

/// Makes rows of contigs that are not together, some bad, some out of order.
std::string cut_rows(Random& random, bool is_sorted) {
  std::string text = "CHROM\tPOS\tREF\t1a\t1b\t2a\t2b\n";
  std::uint64_t pos = 1;
  for (std::uint64_t k = random.between(20, 300); k > 0; --k) {
    std::uint64_t const back =
        is_sorted || !random.one_in(40) ? 0 : std::min(pos - 1, random.below(50));
    pos += random.below(random.one_in(10) ? 40'000 : 10);
    text += (random.one_in(30) ? "2\t" : "1\t") + std::to_string(pos - back) + "\tA";
    for (int cell = 0; cell < 4; ++cell) {
      text += '\t' + random.pick(Arguments{"A", "A", "C", "G", "N"});
    }
    text += random.one_in(25) ? "\tT\n" : "\n";
  }
  return text;
}

/// One contig is divided between two groups at any of its rows.
TEST(Groups, GiveTheSameResultIfTheyDivideAContig) {
  TemporaryFolder const folder;
  std::uint64_t cut = 0;
  for (std::uint64_t seed = 1; seed <= 12 / std::min<std::uint64_t>(sanitizer_divisor, 4); ++seed) {
    Random random{seed};
    auto const rows = cut_rows(random, random.one_in(2));
    std::uint64_t const before = segment_bytes - random.below(rows.size());
    write_text(folder.file("matrix.txt"), lines_up_to(before) + rows);
    bool const skips = !random.one_in(4);
    Arguments arguments{
        folder.file("matrix.txt"), "-o",       folder.file("out"),        "--on-bad-row",
        skips ? "skip" : "error",  "--report", folder.file("report.json")};
    if (skips) arguments.insert(arguments.end(), {"--rejects", folder.file("rejects.txt")});
    std::string const type = random.pick(Arguments{"t", "v", "z", "z", "b"});
    arguments.push_back("-O" + type);
    if (type != "t" && random.one_in(2)) arguments.push_back("--ps");
    Grouping grouping = random_grouping(random);
    grouping.group_count = random.between(2, 4);
    Outcome const whole = convert_whole(arguments, folder);
    std::size_t group_count = 1;
    Outcome const by_groups = convert_by_groups(arguments, grouping, folder, &group_count);
    if (group_count > 1) ++cut;
    ASSERT_TRUE(whole == by_groups) << "seed " << seed << " -O " << type << '\n'
                                    << describe_difference(whole, by_groups);
  }
  EXPECT_GT(cut, 0U);
}

}  // namespace
}  // namespace hapmill::test
