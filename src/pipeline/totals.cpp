#include "pipeline/totals.hpp"

#include <algorithm>

namespace hapmill {

std::string_view filter_name(FilterReason reason) {
  switch (reason) {
    case FilterReason::none:
      break;
    case FilterReason::drop_site:
      return "drop-site";
    case FilterReason::min_alleles:
      return "min-alleles";
    case FilterReason::max_alleles:
      return "max-alleles";
    case FilterReason::snps_only:
      return "snps-only";
    case FilterReason::min_ac:
      return "min-ac";
    case FilterReason::max_missing_rate:
      return "max-missing-rate";
  }
  return "none";
}

void RejectedRows::add(RowPlace line) {
  ++count;
  first_lines.insert(std::upper_bound(first_lines.begin(), first_lines.end(), line), line);
  if (first_lines.size() > kept_lines) first_lines.pop_back();
}

}  // namespace hapmill
