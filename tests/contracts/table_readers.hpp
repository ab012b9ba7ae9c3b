#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace hapmill::test {

/// A table at which the tool would stop, or which it would silently misread.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What a tool reads from a haplotype table.
struct Reading {
  struct Genotype {
    std::string pi;
    std::vector<std::string> alleles;  ///< empty if the sample has no genotype here
  };
  struct Row {
    std::string contig;
    std::string pos;
    std::vector<Genotype> genotypes;  ///< one per sample
  };

  std::vector<std::string> samples;
  std::vector<Row> rows;
};

// These functions read a table as strictly as the tools for which it is made, and throw Unreadable.
// The tool may be asked to phase any of the samples.

/// Reads a table like `--input` of phase-Extender 1.1.
Reading read_phase_extender_input(std::string const& table);

/// Reads a table like `--refHap` of phase-Extender 1.1.
Reading read_phase_extender_panel(std::string const& table);

/// Reads a table like `--refHap` of phase-Extender 1.0 (2018).
Reading read_phase_extender_2018_panel(std::string const& table);

/// Reads a table like `--input` of phase-Stitcher.
Reading read_phase_stitcher_input(std::string const& table);

/// Reads a table like `BuildVCF` of VCF-Simplify. Alleles are the numbers that it would write into
/// GT.
Reading read_build_vcf_input(std::string const& table);

}  // namespace hapmill::test
