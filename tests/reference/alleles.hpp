#pragma once

#include "reference_policies.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace reference {

/// What one cell means after the policies have been applied.
struct Cell {
  std::string text;  ///< the allele, or the text of a missing cell, after case folding
  bool is_missing = false;
  bool is_deletion = false;   ///< the cell is a deletion, under any policy
  bool is_ambiguous = false;  ///< the cell is an IUPAC code, about which `--ambiguous` decides
};

/// REF as it is printed, and REF as cells are compared with it. The two differ for a deletion code
/// and, in VCF, for a longer REF with IUPAC codes.
struct Ref {
  std::string printed;
  std::string compared;
};

struct Site {
  std::string contig;
  std::string pos;
  Ref ref;
  std::vector<Cell> cells;
};

Cell read_cell(std::string const& text, Policies const& policies);

Ref read_ref(std::string const& text, Policies const& policies);

/// Reads a row in which check_row() found no fault.
Site read_site(std::vector<std::string> const& fields, Policies const& policies);

bool is_alternate(Cell const& cell, Ref const& ref);

/// Returns the alternates of the counted cells, each once. Empty for a non-variant site.
std::vector<std::string> alternates(Site const& site, std::vector<std::size_t> const& counted,
                                    std::string const& order);

/// Whether `--deletion drop-site` drops the site.
bool is_dropped(Site const& site, std::vector<std::size_t> const& counted,
                Policies const& policies);

/// Returns what a cell prints in a genotype, before `--half-call` is applied.
std::string print_cell(Cell const& cell, Ref const& ref, Policies const& policies);

}  // namespace reference
