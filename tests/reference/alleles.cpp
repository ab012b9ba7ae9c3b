#include "alleles.hpp"

#include "text.hpp"

#include <algorithm>
#include <map>

namespace reference {
namespace {

bool is_iupac_letter(std::string const& text) {
  std::string const letters = "RYSWKMBDHVryswkmbdhv";
  return text.size() == 1 && letters.find(text[0]) != std::string::npos;
}

std::string fold(std::string const& text, Policies const& policies) {
  return policies.fold_case ? upper_case(text) : text;
}

/// Returns the first base, in alphabetical order, of an IUPAC code; other bytes are unchanged.
char first_base(char symbol) {
  std::map<char, char> const bases{{'R', 'A'}, {'Y', 'C'}, {'S', 'C'}, {'W', 'A'}, {'K', 'G'},
                                   {'M', 'A'}, {'B', 'C'}, {'D', 'A'}, {'H', 'A'}, {'V', 'A'}};
  auto const found = bases.find(symbol);
  return found == bases.end() ? symbol : found->second;
}

/// If deletions are written as stars, a star in the matrix is a deletion.
bool is_star(std::string const& text, Policies const& policies) {
  return policies.deletion == "star" && text == "*";
}

/// Orders A, C, G, T before all other alleles.
std::size_t base_rank(std::string const& allele) {
  std::string const bases = "ACGT";
  return allele.size() == 1 ? std::min(bases.find(allele[0]), bases.size()) : bases.size();
}

}  // namespace

Cell read_cell(std::string const& text, Policies const& policies) {
  Cell cell;
  cell.text = fold(text, policies);
  if (policies.missing_codes.contains(cell.text)) {
    cell.is_missing = true;
  } else if (cell.text == policies.deletion_code || is_star(cell.text, policies)) {
    cell.is_deletion = true;
    cell.is_missing = policies.deletion == "missing";
    if (policies.deletion == "star") cell.text = "*";
  } else if (is_iupac_letter(cell.text)) {
    cell.is_ambiguous = true;
    cell.is_missing = policies.ambiguous == "missing";
  }
  return cell;
}

Ref read_ref(std::string const& text, Policies const& policies) {
  Ref ref;
  ref.printed = fold(text, policies);
  ref.compared = ref.printed;
  if (policies.vcf) {
    for (char& symbol : ref.printed) symbol = first_base(symbol);
    // Longer alleles are compared by their text in the matrix.
    if (ref.printed.size() == 1) ref.compared = ref.printed;
  }
  if (policies.deletion == "star" && ref.compared == policies.deletion_code) ref.compared = "*";
  return ref;
}

Site read_site(std::vector<std::string> const& fields, Policies const& policies) {
  Site site;
  site.contig = fields[0];
  site.pos = without_leading_zeros(fields[1]);
  site.ref = read_ref(fields[2], policies);
  for (std::size_t i = 3; i < fields.size(); ++i) {
    site.cells.push_back(read_cell(fields[i], policies));
  }
  return site;
}

bool is_alternate(Cell const& cell, Ref const& ref) {
  return !cell.is_missing && cell.text != ref.compared;
}

std::vector<std::string> alternates(Site const& site, std::vector<std::size_t> const& counted,
                                    std::string const& order) {
  std::vector<std::string> alleles;
  std::map<std::string, std::size_t> counts;
  for (std::size_t column : counted) {
    Cell const& cell = site.cells[column];
    if (!is_alternate(cell, site.ref)) continue;
    if (counts[cell.text]++ == 0) alleles.push_back(cell.text);
  }
  if (order == "acgt") {
    std::sort(alleles.begin(), alleles.end(), [](std::string const& a, std::string const& b) {
      return base_rank(a) != base_rank(b) ? base_rank(a) < base_rank(b) : a < b;
    });
  }
  if (order == "frequency") {
    std::stable_sort(
        alleles.begin(), alleles.end(),
        [&](std::string const& a, std::string const& b) { return counts[a] > counts[b]; });
  }
  return alleles;
}

bool is_dropped(Site const& site, std::vector<std::size_t> const& counted,
                Policies const& policies) {
  return policies.deletion == "drop-site" &&
         std::any_of(counted.begin(), counted.end(),
                     [&](std::size_t column) { return site.cells[column].is_deletion; });
}

std::string print_cell(Cell const& cell, Ref const& ref, Policies const& policies) {
  if (cell.is_missing) {
    if (policies.missing == "ref") return ref.printed;
    return policies.missing == "keep" ? cell.text : ".";
  }
  if (cell.is_deletion && policies.deletion == "ref") return ref.printed;
  return cell.text;
}

}  // namespace reference
