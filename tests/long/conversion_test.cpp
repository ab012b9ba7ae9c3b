#include "support/conversion_properties.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

TEST(Conversion, EqualsTheReferenceOnFiftyThousandRandomMatrices) {
  expect_reference_results(100'001, 100'000 + 50'000 / sanitizer_divisor);
}

TEST(Conversion, IsTheSameForEveryChunkSizeThreadCountAndInstructionSet) {
  expect_same_results_on_every_machine(100'001, 100'000 + 3'000 / sanitizer_divisor);
}

}  // namespace
}  // namespace hapmill::test
