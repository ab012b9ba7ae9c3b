#pragma once

#include <string>
#include <vector>

#include "hapmill/model/allele_rules.hpp"
#include "hapmill/model/policies.hpp"

namespace hapmill {

/// What the user says of cells.
struct CellOptions {
  std::vector<std::string> missing_codes{"N"};
  std::string deletion_code = "-";
  DeletionPolicy deletion = DeletionPolicy::ref;
  AmbiguousPolicy ambiguous = AmbiguousPolicy::literal;
  bool fold_case = false;
  bool ref_is_base = false;  ///< REF is printed by vcf_ref_base, and compared so
};

/// Makes the rules by which cells become codes. Throws UsageError: a code that is empty, too long
/// or holds a control byte, too many long codes, a deletion code that is also a missing one.
AlleleRules make_allele_rules(CellOptions const& options);

}  // namespace hapmill
