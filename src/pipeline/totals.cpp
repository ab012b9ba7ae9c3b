#include "pipeline/totals.hpp"

#include <algorithm>

namespace hapmill {

void RejectedRows::add(std::uint64_t line) {
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
  half_calls += other.half_calls;
  return *this;
}

}  // namespace hapmill
