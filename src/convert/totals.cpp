#include "convert/totals.hpp"

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

RejectedRows& RejectedRows::operator+=(RejectedRows const& other) {
  count += other.count;
  first_lines.insert(first_lines.end(), other.first_lines.begin(), other.first_lines.end());
  std::sort(first_lines.begin(), first_lines.end());
  if (first_lines.size() > kept_lines) first_lines.resize(kept_lines);
  return *this;
}

Totals& Totals::operator+=(Totals const& other) {
  rows += other.rows;
  if (contigs.size() < other.contigs.size()) contigs.resize(other.contigs.size());
  for (std::size_t k = 0; k < other.contigs.size(); ++k) contigs[k] += other.contigs[k];
  for (std::size_t k = 0; k < rejected.size(); ++k) rejected[k] += other.rejected[k];
  if (columns.size() < other.columns.size()) columns.resize(other.columns.size());
  for (std::size_t k = 0; k < other.columns.size(); ++k) {
    columns[k].missing += other.columns[k].missing;
    columns[k].deleted += other.columns[k].deleted;
  }
  for (std::size_t k = 0; k < filtered.size(); ++k) filtered[k] += other.filtered[k];
  half_calls += other.half_calls;
  return *this;
}

}  // namespace hapmill
