#include "pipeline/totals.hpp"

#include <algorithm>

namespace hapmill {

void RejectedRows::add(RowPlace line) {
  ++count;
  first_lines.insert(std::upper_bound(first_lines.begin(), first_lines.end(), line), line);
  if (first_lines.size() > kept_lines) first_lines.pop_back();
}

}  // namespace hapmill
