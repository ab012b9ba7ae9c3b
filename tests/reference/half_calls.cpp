#include "half_calls.hpp"

namespace reference {

bool is_half_call(Sample const& sample, Site const& site, Policies const& policies) {
  if (policies.missing != "dot" || sample.columns.size() != 2) return false;
  return site.cells[sample.columns[0]].is_missing != site.cells[sample.columns[1]].is_missing;
}

}  // namespace reference
