#pragma once

#include "options.hpp"

#include <set>
#include <string>

namespace reference {

/// The options about the meaning and printing of cells, with their defaults filled in.
struct Policies {
  bool vcf = false;
  std::string missing;    ///< ref, keep or dot
  std::string deletion;   ///< ref, keep, star, missing or drop-site
  std::string half_call;  ///< keep, missing, ref or error; applies only if missing = dot
  std::string ambiguous;  ///< literal, missing or error
  std::set<std::string> missing_codes;
  std::string deletion_code;
  bool fold_case = false;
  std::string alt_from;  ///< all or printed
};

/// Whether a style is read by tools that crash on a sample with one missing allele.
bool is_phase_style(std::string const& table_style);

/// Throws UsageError for values that do not exist or cannot be combined.
Policies resolve_policies(Options const& options);

}  // namespace reference
