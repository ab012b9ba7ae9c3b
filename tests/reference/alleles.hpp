#pragma once

#include "reference_policies.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace reference {

/// What one cell says once the policies are applied.
struct Cell {
  std::string text;  ///< the allele, or the text of a missing cell; folded
  bool is_missing = false;
  bool is_deletion = false;   ///< under every policy
  bool is_ambiguous = false;  ///< an IUPAC letter that `--ambiguous` decides about
};

/// REF as it prints, and as cells are compared with it: the two differ for a deletion code and, in
/// VCF, for a longer REF that holds IUPAC codes.
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

/// Reads a row that check_row() found nothing wrong with.
Site read_site(std::vector<std::string> const& fields, Policies const& policies);

bool is_alternate(Cell const& cell, Ref const& ref);

/// The alternates of the counted cells, each once. Empty for a non-variant site.
std::vector<std::string> alternates(Site const& site, std::vector<std::size_t> const& counted,
                                    std::string const& order);

/// Whether `--deletion drop-site` drops the site.
bool is_dropped(Site const& site, std::vector<std::size_t> const& counted,
                Policies const& policies);

/// What the cell prints in a genotype, before `--half-call`.
std::string print_cell(Cell const& cell, Ref const& ref, Policies const& policies);

}  // namespace reference
