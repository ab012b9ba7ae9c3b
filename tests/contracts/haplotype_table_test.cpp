#include "table_readers.hpp"

#include "support/product.hpp"
#include "support/random.hpp"
#include "support/random_matrix.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;
using Reader = Reading (*)(std::string const&);

struct Site {
  std::string contig;
  std::string pos;
  std::string ref;
  Texts cells;
};

/// Makes a realistic matrix of pairs: bases, `N`, `-`, IUPAC codes, and sometimes a long allele.
struct Matrix {
  Texts samples;
  std::vector<Site> sites;

  std::string text() const {
    std::string text = "CHROM\tPOS\tREF";
    for (std::string const& sample : samples) text += '\t' + sample + "a\t" + sample + 'b';
    for (Site const& site : sites) {
      text += '\n' + site.contig + '\t' + site.pos + '\t' + site.ref;
      for (std::string const& cell : site.cells) text += '\t' + cell;
    }
    return text + '\n';
  }
};

std::string pick_cell(Random& random, std::string const& ref, std::string const& alternate) {
  std::string const iupac = "RYSWKMBDHVryswkmbdhv";
  switch (random.below(12)) {
    case 0:
      return "N";
    case 1:
      return "-";
    case 2:
      return std::string{iupac[random.below(iupac.size())]};
    case 3:
      return random.pick(Texts{"AC", "GTT", "CCCCCCCC", "*", "T", "G"});
    default:
      return random.one_in(2) ? ref : alternate;
  }
}

Matrix make_matrix(std::uint64_t seed, std::string const& contig_prefix) {
  Random random{seed};
  Texts const bases{"A", "C", "G", "T"};
  Matrix matrix;
  for (std::uint64_t i = random.between(1, 9); i > 0; --i) {
    matrix.samples.push_back("s" + std::to_string(10 + i));
  }
  std::sort(matrix.samples.begin(), matrix.samples.end());
  std::uint64_t const contigs = random.between(1, 3);
  for (std::uint64_t i = 0; i < contigs; ++i) {
    for (std::uint64_t row = random.between(1, 20); row > 0; --row) {
      Site site{contig_prefix + std::to_string(i + 1),
                std::to_string(1000 - row),
                random.one_in(20) ? "GT" : random.pick(bases),
                {}};
      std::string const alternate = random.pick(bases);
      for (std::size_t cell = 0; cell < 2 * matrix.samples.size(); ++cell) {
        site.cells.push_back(pick_cell(random, site.ref, alternate));
      }
      matrix.sites.push_back(site);
    }
  }
  return matrix;
}

std::string convert_to(std::string const& style, Matrix const& matrix,
                       reference::Options options = {}) {
  TemporaryFolder const folder;
  options.table_style = style;
  RandomCase const table_case{.seed = 0, .matrix = matrix.text(), .options = options};
  Conversion const conversion = convert(table_case, {}, folder);
  EXPECT_EQ(conversion.exit_code, 0) << conversion.message;
  return conversion.output;
}

bool is_one_of(std::string const& text, std::string const& letters) {
  return text.size() == 1 && letters.find(text[0]) != std::string::npos;
}

/// Returns what the tools have to read for a pair of cells.
Texts panel_alleles(Site const& site, std::size_t sample) {
  Texts alleles;
  for (std::size_t cell : {2 * sample, 2 * sample + 1}) {
    bool const as_ref = is_one_of(site.cells[cell], "N-");
    alleles.push_back(as_ref ? site.ref : site.cells[cell]);
  }
  return alleles;
}

Texts phase_alleles(Site const& site, std::size_t sample) {
  Texts alleles;
  for (std::size_t cell : {2 * sample, 2 * sample + 1}) {
    if (is_one_of(site.cells[cell], "NRYSWKMBDHVryswkmbdhv")) return {};
    alleles.push_back(site.cells[cell] == "-" ? "*" : site.cells[cell]);
  }
  return alleles;
}

/// Returns REF and the alternates in order of first appearance.
Texts numbered_alleles(Site const& site) {
  Texts alleles{site.ref};
  for (std::string const& cell : site.cells) {
    if (is_one_of(cell, "NRYSWKMBDHVryswkmbdhv")) continue;
    std::string const allele = cell == "-" ? "*" : cell;
    if (std::find(alleles.begin(), alleles.end(), allele) == alleles.end()) {
      alleles.push_back(allele);
    }
  }
  return alleles;
}

Texts vcf_alleles(Site const& site, std::size_t sample) {
  Texts const alleles = phase_alleles(site, sample);
  if (alleles.empty()) return {"."};
  Texts const all = numbered_alleles(site);
  Texts numbers;
  for (std::string const& allele : alleles) {
    auto const found = std::find(all.begin(), all.end(), allele);
    numbers.push_back(std::to_string(found - all.begin()));
  }
  return numbers;
}

struct Contract {
  std::string name;
  std::string style;
  Reader reader;
  Texts (*expected)(Site const& site, std::size_t sample);
};

void PrintTo(Contract const& contract, std::ostream* stream) { *stream << contract.name; }

class HaplotypeTable : public testing::TestWithParam<Contract> {};

TEST_P(HaplotypeTable, IsReadWithTheAllelesOfTheMatrix) {
  Contract const& contract = GetParam();
  std::size_t row_count = 0;
  for (std::uint64_t seed = 1; seed <= 100 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Matrix const matrix = make_matrix(seed, "chr");
    Reading reading;
    try {
      reading = contract.reader(convert_to(contract.style, matrix));
    } catch (Unreadable const& error) {
      FAIL() << error.what();
    }
    Texts samples;
    for (std::string const& sample : matrix.samples) {
      samples.push_back(sample + "a" + sample + "b");
    }
    ASSERT_EQ(reading.samples, samples);
    auto site = matrix.sites.begin();
    for (Reading::Row const& row : reading.rows) {
      while (site->contig != row.contig || site->pos != row.pos) {
        ASSERT_NE(++site, matrix.sites.end());
      }
      for (std::size_t sample = 0; sample < samples.size(); ++sample) {
        Texts const expected = contract.expected(*site, sample);
        bool const is_missing = expected.empty() || expected[0] == ".";
        EXPECT_EQ(row.genotypes[sample].alleles, expected) << row.contig << ':' << row.pos;
        EXPECT_EQ(row.genotypes[sample].pi, is_missing ? "." : row.contig);
      }
    }
    row_count += reading.rows.size();
  }
  EXPECT_GT(row_count, 1000U);
}

INSTANTIATE_TEST_SUITE_P(
    Styles, HaplotypeTable,
    testing::Values(
        Contract{"PhaseExtender2018Panel", "panel-v1", read_phase_extender_2018_panel,
                 panel_alleles},
        Contract{"PhaseExtenderPanel", "panel", read_phase_extender_panel, panel_alleles},
        Contract{"PhaseExtenderInput", "phase", read_phase_extender_input, phase_alleles},
        Contract{"PhaseStitcherInput", "phase", read_phase_stitcher_input, phase_alleles},
        Contract{"VcfSimplifyBuildVcf", "vcf-simplify", read_build_vcf_input, vcf_alleles}),
    [](auto const& test) { return test.param.name; });

TEST(HaplotypeTableLimits, NumbersForContigsNeedAPrefixForPhaseStitcher) {
  Matrix const matrix{{"k"}, {{"1", "7", "A", {"A", "T"}}}};
  EXPECT_THROW(read_phase_stitcher_input(convert_to("phase", matrix)), Unreadable);
  reference::Options options;
  options.pi_prefix = "p";
  Reading const reading = read_phase_stitcher_input(convert_to("phase", matrix, options));
  EXPECT_EQ(reading.rows.at(0).genotypes.at(0).pi, "p1");
  EXPECT_EQ(reading.rows.at(0).contig, "1");
}

TEST(HaplotypeTableLimits, LowerCaseNeedsFoldingForToolsThatPhase) {
  Matrix const matrix{{"k"}, {{"chr1", "7", "A", {"a", "T"}}}};
  EXPECT_THROW(read_phase_extender_input(convert_to("phase", matrix)), Unreadable);
  reference::Options options;
  options.fold_case = true;
  Reading const reading = read_phase_extender_input(convert_to("phase", matrix, options));
  EXPECT_EQ(reading.rows.at(0).genotypes.at(0).alleles, (Texts{"A", "T"}));
}

TEST(HaplotypeTableLimits, UnderscoresInNamesBreakPhaseExtender2018) {
  Matrix const matrix{{"k_"}, {{"chr1", "7", "A", {"A", "T"}}}};
  EXPECT_THROW(read_phase_extender_2018_panel(convert_to("panel-v1", matrix)), Unreadable);
  EXPECT_EQ(read_phase_extender_panel(convert_to("panel", matrix)).samples, Texts{"k_ak_b"});
}

}  // namespace
}  // namespace hapmill::test
