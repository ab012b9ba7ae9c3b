#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hapmill/model/allele_rules.hpp"

namespace hapmill {

/// What the cells of a row may hold according to its ALT column: REF, the alternates that ALT lists
/// (separated by commas; `.`: none), and any code for a missing allele or a deletion.
class AltColumn {
 public:
  /// Keeps references to all arguments.
  AltColumn(AlleleRules const& rules, std::string_view ref, std::string_view alt);

  bool has(std::string_view cell) const;

 private:
  bool is_listed(std::string_view cell) const;
  bool is_same(std::string_view a, std::string_view b) const;

  AlleleRules const& rules_;
  std::string_view ref_;
  std::string_view alt_;
  bool allows_byte_[128] = {};
};

}  // namespace hapmill
