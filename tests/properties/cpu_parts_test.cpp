// Tests the data that vector code uses (sets of bytes, rules, gathers and templates) by reading
// them as documented, not with vector code.
#include "support/random.hpp"

#include "cpu/column_gather.hpp"
#include "cpu/genotype_template.hpp"
#include "cpu/stages.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/support/errors.hpp"
#include "options/allele_rules_builder.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <set>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

using cpu::ByteSet;
using cpu::CellRules;
using cpu::ColumnGather;
using cpu::GenotypeTemplate;

TEST(ByteSet, ContainsExactlyTheAddedBytes) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random{seed};
    ByteSet set;
    std::set<std::uint64_t> expected;
    for (std::uint64_t count = random.below(seed + 1); count > 0; --count) {
      std::uint64_t const byte = random.below(128);
      set.add(static_cast<std::uint8_t>(byte));
      expected.insert(byte);
    }
    EXPECT_EQ(set.empty, expected.empty());
    for (std::uint64_t byte = 0; byte < 256; ++byte) {
      ASSERT_EQ(set.has(static_cast<std::uint8_t>(byte)), expected.contains(byte)) << byte;
    }
  }
}

/// Returns the code of a one-byte cell by CellRules; 0 for an irregular cell.
ByteCode encode(CellRules const& rules, std::uint8_t byte) {
  auto const folded = static_cast<std::uint8_t>(fold(static_cast<char>(byte), rules.fold_case));
  if (folded <= ' ' || folded >= 0x7F || rules.ambiguous.has(folded)) return 0;
  auto code = static_cast<ByteCode>(folded);
  if (rules.deletion_is_star && code == rules.deletion) code = '*';
  if (rules.missing.has(folded)) code |= missing_bit<ByteCode>;
  return code;
}

TEST(CellRules, AgreeWithTheAlleleRulesForEachPrintableByte) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Random random{seed};
    CellOptions options;
    options.missing_codes = random.pick(std::vector<std::vector<std::string>>{
        {"N"}, {"N", ".", "?"}, {"n"}, {"NA"}, {"*"}, {"0", "R", "é"}});
    options.deletion_code = random.pick(std::vector<std::string>{"-", "D", "d", "*x", "del", "V"});
    options.deletion = static_cast<DeletionPolicy>(random.below(5));
    options.ambiguous = static_cast<AmbiguousPolicy>(random.below(3));
    options.fold_case = random.one_in(2);
    AlleleRules const allele_rules = make_allele_rules(options);
    char const delimiter = random.pick(std::vector<char>{'\t', ' ', ',', 'x', '*', '\xE9'});
    CellRules const rules{allele_rules, 3, nullptr, delimiter};
    for (int byte = 0x21; byte < 0x7F; ++byte) {
      ByteCode const code = allele_rules.code_of_byte[byte];
      char const text = fold(static_cast<char>(byte), options.fold_case);
      bool const is_irregular =
          code == ambiguous_byte || text == fold(delimiter, options.fold_case);
      ASSERT_EQ(encode(rules, static_cast<std::uint8_t>(byte)), is_irregular ? 0 : code)
          << "seed " << seed << ", byte " << byte;
    }
  }
}

TEST(AlleleRules, RefuseInvalidCodes) {
  auto const make = [](std::vector<std::string> missing, std::string deletion, bool fold_case) {
    return make_allele_rules({.missing_codes = std::move(missing),
                              .deletion_code = std::move(deletion),
                              .fold_case = fold_case});
  };
  EXPECT_THROW(make({""}, "-", false), UsageError);
  EXPECT_THROW(make({"a\tb"}, "-", false), UsageError);
  EXPECT_THROW(make({"N"}, "", false), UsageError);
  EXPECT_THROW(make({"N"}, "N", false), UsageError);
  EXPECT_THROW(make({"n"}, "N", true), UsageError);
  EXPECT_NO_THROW(make({"n"}, "N", false));
  EXPECT_NO_THROW(make({std::string(30, 'x')}, "-", false));
  EXPECT_THROW(make({std::string(31, 'x')}, "-", false), UsageError);
  std::vector<std::string> codes{"m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7"};
  EXPECT_NO_THROW(make(codes, "-", false));
  codes.push_back("m8");
  EXPECT_THROW(make(codes, "-", false), UsageError);
}

std::vector<Sample> make_samples(Random& random, std::uint32_t column_count) {
  std::vector<std::uint32_t> columns(column_count);
  std::iota(columns.begin(), columns.end(), 0U);
  if (random.one_in(2)) random.shuffle(columns);
  bool const all_pairs = random.one_in(2);
  std::vector<Sample> samples;
  for (std::size_t k = 0; k < columns.size();) {
    bool const is_pair = k + 1 < columns.size() && (all_pairs || random.one_in(2));
    bool const is_self = random.one_in(9);
    std::uint32_t const second = is_self   ? columns[k]
                                 : is_pair ? columns[k + 1]
                                           : SampleColumns::none;
    samples.push_back({"s" + std::to_string(k), {columns[k], second}});
    k += is_pair && !is_self ? 2 : 1;
    if (random.one_in(30)) ++k;
  }
  return samples;
}

std::vector<std::uint32_t> columns_of(std::vector<Sample> const& samples) {
  std::vector<std::uint32_t> columns;
  for (Sample const& sample : samples) {
    columns.push_back(sample.columns.first);
    if (sample.columns.second != SampleColumns::none) columns.push_back(sample.columns.second);
  }
  return columns;
}

TEST(ColumnGather, StepsGiveTheColumnsOfTheSamples) {
  struct Blocks {
    std::uint32_t out;
    std::uint32_t source;
  };
  for (Blocks const blocks : {Blocks{32, 16}, Blocks{64, 64}, Blocks{16, 16}, Blocks{0, 0}}) {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
      Random random{seed};
      auto const column_count = static_cast<std::uint32_t>(1 + random.below(seed + 1));
      auto const samples = make_samples(random, column_count);
      ColumnGather const gather{samples, blocks.out, blocks.source};
      auto const expected = columns_of(samples);
      ASSERT_EQ(gather.columns(), expected);
      std::vector<std::uint32_t> as_they_stand(expected.size());
      std::iota(as_they_stand.begin(), as_they_stand.end(), 0U);
      ASSERT_EQ(gather.is_identity(), expected == as_they_stand);
      if (gather.is_identity() || gather.is_scattered()) continue;

      std::vector<std::uint32_t> made(expected.size() + blocks.out, 999'999);
      std::uint8_t const* shuffle = gather.shuffle();
      std::uint32_t steps_left = 0;
      std::uint32_t block_count = 0;
      for (ColumnGather::Step const& step : gather.steps()) {
        if (steps_left != 0) {
          ASSERT_EQ(step.steps_left, steps_left - 1);
        } else {
          ASSERT_EQ(step.out, block_count++ * blocks.out);
        }
        steps_left = step.steps_left;
        for (std::uint32_t k = 0; k < blocks.out; ++k, ++shuffle) {
          if (*shuffle >= 128) continue;
          ASSERT_LT(*shuffle, blocks.source);
          ASSERT_EQ(made[step.out + k], 999'999U);
          made[step.out + k] = step.source + *shuffle;
        }
      }
      ASSERT_EQ(steps_left, 0U);
      made.resize(expected.size());
      ASSERT_EQ(made, expected) << "seed " << seed;
    }
  }
}

/// Returns a different byte for each allele, modulo 256.
char allele_at(std::size_t k) { return static_cast<char>('!' + k % 90); }

TEST(GenotypeTemplate, BlocksExpandToTheGenotypesOfTheSamples) {
  for (std::uint32_t const block_bytes : {16U, 64U, 0U}) {
    GenotypeTemplate genotypes{block_bytes};
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
      Random random{seed};
      RowPlan plan;
      plan.samples = make_samples(random, static_cast<std::uint32_t>(1 + random.below(seed + 1)));
      plan.pi_prefix = random.one_in(3) ? "PI_" : "";
      std::string const contig(random.between(1, 70), 'c');
      genotypes.build_table(plan, contig);

      std::string expected;
      std::size_t allele_count = 0;
      for (Sample const& sample : plan.samples) {
        expected += '\t' + plan.pi_prefix + contig + '\t' + allele_at(allele_count++);
        if (sample.columns.second == SampleColumns::none) continue;
        expected += std::string{"|"} + allele_at(allele_count++);
      }
      expected += '\n';
      ASSERT_EQ(genotypes.size(), expected.size());
      ASSERT_EQ(genotypes.places().size(), allele_count);

      std::string placed(genotypes.text(), genotypes.size());
      for (std::size_t k = 0; k < allele_count; ++k) {
        ASSERT_EQ(placed[genotypes.places()[k]], '\0');
        placed[genotypes.places()[k]] = allele_at(k);
      }
      ASSERT_EQ(placed, expected);
      if (block_bytes == 0) continue;

      std::string expanded;
      for (std::size_t block = 0; block < genotypes.block_count(); ++block) {
        // Loads of alleles stay inside the memory of a row converter.
        ASSERT_LT(genotypes.first_allele()[block], allele_count + 1);
        for (std::size_t k = 0; k < block_bytes; ++k) {
          std::uint8_t const shuffle = genotypes.shuffle()[block * block_bytes + k];
          expanded += shuffle < block_bytes ? allele_at(genotypes.first_allele()[block] + shuffle)
                                            : genotypes.text()[block * block_bytes + k];
        }
      }
      ASSERT_GE(expanded.size(), expected.size());
      expanded.resize(expected.size());
      ASSERT_EQ(expanded, expected) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace hapmill::test
