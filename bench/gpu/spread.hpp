#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace hapmill::bench {

/// Several measurements of the same thing.
struct Spread {
  double median = 0;
  double min = 0;
  double max = 0;
};

/// The spread of one or more values.
inline Spread spread_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  std::size_t const half = values.size() / 2;
  double const median =
      values.size() % 2 != 0 ? values[half] : (values[half - 1] + values[half]) / 2;
  return {median, values.front(), values.back()};
}

}  // namespace hapmill::bench
