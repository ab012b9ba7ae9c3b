#pragma once

#include <exception>

namespace hapmill {

/// Thrown when a row is not where a plan made by bisection expects it. The plan is wrong then, and
/// so is everything that was written according to it.
struct BrokenPlan : std::exception {
  char const* what() const noexcept override { return "the plan does not fit the matrix"; }
};

}  // namespace hapmill
