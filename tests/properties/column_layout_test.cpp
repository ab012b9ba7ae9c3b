#include "support/conversion_properties.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

TEST(ColumnLayouts, EqualTheReferenceOnRandomMatrices) {
  expect_reference_results(1, 1000 / sanitizer_divisor, make_random_layout_case);
}

TEST(ColumnLayouts, AreTheSameForEveryChunkSizeThreadCountAndInstructionSet) {
  expect_same_results_on_every_machine(1, 60 / sanitizer_divisor, make_random_layout_case);
}

}  // namespace
}  // namespace hapmill::test
