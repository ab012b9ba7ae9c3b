#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace hapmill::test {

/// A table that the tool would stop at, or misread without a word.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What a tool takes from a haplotype table.
struct Reading {
  struct Genotype {
    std::string pi;
    std::vector<std::string> alleles;  ///< none where the sample has no genotype here
  };
  struct Row {
    std::string contig;
    std::string pos;
    std::vector<Genotype> genotypes;  ///< one a sample
  };

  std::vector<std::string> samples;
  std::vector<Row> rows;
};

// These read a table as strictly as the tools do that it is for, and throw Unreadable. Any sample
// may be the one that the tool is asked to phase.

/// phase-Extender 1.1 `--input`.
Reading read_phase_extender_input(std::string const& table);

/// phase-Extender 1.1 `--refHap`.
Reading read_phase_extender_panel(std::string const& table);

/// phase-Extender 1.0, of 2018, `--refHap`.
Reading read_phase_extender_2018_panel(std::string const& table);

/// phase-Stitcher `--input`.
Reading read_phase_stitcher_input(std::string const& table);

/// VCF-Simplify `BuildVCF`: alleles as the numbers that it would write into GT.
Reading read_build_vcf_input(std::string const& table);

}  // namespace hapmill::test
