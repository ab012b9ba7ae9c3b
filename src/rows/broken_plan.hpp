#pragma once

#include <exception>

namespace hapmill {

/// A row stands where a plan, made by bisection, does not have it: the plan is wrong, and
/// everything written so far with it.
struct BrokenPlan : std::exception {
  char const* what() const noexcept override { return "the plan does not fit the matrix"; }
};

}  // namespace hapmill
