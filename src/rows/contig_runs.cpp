#include "rows/contig_runs.hpp"

#include <fmt/format.h>

#include "hapmill/support/errors.hpp"

namespace hapmill {

std::uint32_t ContigNames::number_of(std::string_view name) {
  auto const known = numbers_.find(name);
  if (known != numbers_.end()) return known->second;
  auto const number = count();
  names_.emplace_back(name);
  numbers_.emplace(names_.back(), number);
  return number;
}

void refuse_contig_runs(std::string const& matrix_name) {
  throw InputError{fmt::format(
      "{}: its contigs change from row to row, more than {} times; sort it by contig first: "
      "`sort -s -k1,1`",
      matrix_name, max_contig_runs)};
}

}  // namespace hapmill
