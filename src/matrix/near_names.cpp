#include "matrix/near_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "bytes/text_lines.hpp"
#include "hapmill/model/allele_rules.hpp"

namespace hapmill {

namespace {

constexpr std::size_t most_shown = 3;

std::string upper_case(std::string_view text) {
  std::string upper{text};
  std::transform(upper.begin(), upper.end(), upper.begin(), to_upper);
  return upper;
}

/// Letters to change, add and remove (Levenshtein), up to case.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t k = 0; k < b.size(); ++k) {
      std::size_t const changed = diagonal + (a[i] == b[k] ? 0 : 1);
      diagonal = row[k + 1];
      row[k + 1] = std::min({changed, row[k] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string describe_near_names(std::string_view wanted, std::vector<std::string> const& names) {
  constexpr std::size_t most_bytes = 100;  // of names that are compared letter by letter
  std::string const upper = upper_case(wanted);
  std::size_t const most_edits = wanted.size() < 4 ? 1 : 2;
  std::vector<std::pair<std::size_t, std::string const*>> near;
  for (auto const& name : names) {
    if (wanted.empty()) break;
    std::string const other = upper_case(name);
    if (other.starts_with(upper)) {
      near.emplace_back(other.size() == upper.size() ? 0 : 1, &name);
      continue;
    }
    if (other.size() > upper.size() + most_edits || upper.size() > other.size() + most_edits ||
        upper.size() > most_bytes) {
      continue;
    }
    std::size_t const distance = edit_distance(upper, other);
    if (distance <= most_edits && distance < wanted.size()) near.emplace_back(distance, &name);
  }
  std::stable_sort(near.begin(), near.end(),
                   [](auto const& a, auto const& b) { return a.first < b.first; });
  // One that differs in case only is what is meant.
  bool const has_same = !near.empty() && near.front().first == 0;
  std::erase_if(near, [&](auto const& name) { return has_same && name.first != 0; });
  std::string text;
  auto const append = [&text](std::string const& name, char const* between) {
    text += (text.empty() ? "" : between) + quoted(name);
  };
  for (std::size_t k = 0; k < near.size() && k < most_shown; ++k) append(*near[k].second, " or ");
  if (!near.empty()) return "is " + text + " meant?";
  for (std::size_t k = 0; k < names.size() && k < most_shown; ++k) append(names[k], ", ");
  if (names.size() > most_shown) text += fmt::format(" and {} more", names.size() - most_shown);
  return names.size() == 1 ? "there is " + text : "there are " + text;
}

}  // namespace hapmill
