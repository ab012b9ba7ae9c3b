#include "check/findings.hpp"

#include <algorithm>

namespace hapmill {

namespace {

bool same_cell(std::string_view a, std::string_view b, bool fold_case) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return fold(x, fold_case) == fold(y, fold_case); });
}

CellKind::Role role_of(std::string_view cell, CountedCells const& reading) {
  for (auto const& code : reading.missing_codes) {
    if (same_cell(cell, code, reading.fold_case)) return CellKind::Role::missing;
  }
  return same_cell(cell, reading.deletion_code, reading.fold_case) ? CellKind::Role::deletion
                                                                   : CellKind::Role::allele;
}

}  // namespace

std::vector<CellKind> cell_kinds(MatrixFindings const& findings) {
  std::vector<CellKind> kinds;
  if (!findings.cells) return kinds;
  for (int byte = 0; byte < 256; ++byte) {
    std::uint64_t const count = findings.cells->count_of(static_cast<unsigned char>(byte));
    if (count != 0) kinds.push_back({std::string(1, static_cast<char>(byte)), count});
  }
  for (auto const& [cell, count] : findings.cells->longer()) kinds.push_back({cell, count});
  for (auto& kind : kinds) kind.role = role_of(kind.text, findings.reading);
  std::stable_sort(kinds.begin(), kinds.end(), [](CellKind const& a, CellKind const& b) {
    return a.role != b.role ? a.role < b.role : a.count > b.count;
  });
  return kinds;
}

std::vector<std::string> repeated_names(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  std::vector<std::string> repeated;
  for (std::size_t k = 1; k < names.size(); ++k) {
    bool const is_new = repeated.empty() || repeated.back() != names[k];
    if (names[k] == names[k - 1] && is_new) repeated.push_back(names[k]);
  }
  return repeated;
}

}  // namespace hapmill
