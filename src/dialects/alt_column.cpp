#include "dialects/alt_column.hpp"

#include <algorithm>

namespace hapmill {

AltColumn::AltColumn(AlleleRules const& rules, std::string_view ref, std::string_view alt)
    : rules_{rules}, ref_{ref}, alt_{alt} {
  for (int byte = 0; byte < 128; ++byte) {
    auto const cell = static_cast<char>(byte);
    ByteCode const code = rules.code_of_byte[byte];
    bool const is_missing = (code & missing_bit<ByteCode>) != 0;
    // Cells that are no alleles, or are rejected, are reported elsewhere.
    bool const is_other = code == control_byte || code == ambiguous_byte;
    bool const is_deletion = code == rules.deletion_byte && rules.deletion_byte != 0;
    allows_byte_[byte] = is_missing || is_other || is_deletion || is_listed({&cell, 1});
  }
}

bool AltColumn::has(std::string_view cell) const {
  if (cell.empty()) return true;
  if (cell.size() == 1 && is_ascii(cell.front())) return allows_byte_[static_cast<int>(cell[0])];
  auto const is_code = [&](LongCode const& code) {
    return code.size != 0 && is_same(cell, {code.text, code.size});
  };
  auto const* const missing_end = rules_.long_missing + rules_.long_missing_count;
  return is_code(rules_.long_deletion) || std::any_of(rules_.long_missing, missing_end, is_code) ||
         std::any_of(cell.begin(), cell.end(), is_control) || is_listed(cell);
}

bool AltColumn::is_listed(std::string_view cell) const {
  if (is_same(cell, ref_)) return true;
  for (std::string_view left = alt_; alt_ != ".";) {
    std::size_t const comma = left.find(',');
    if (is_same(cell, left.substr(0, comma))) return true;
    if (comma == std::string_view::npos) break;
    left.remove_prefix(comma + 1);
  }
  return false;
}

bool AltColumn::is_same(std::string_view a, std::string_view b) const {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](char left, char right) {
           return fold(left, rules_.fold_case) == fold(right, rules_.fold_case);
         });
}

}  // namespace hapmill
