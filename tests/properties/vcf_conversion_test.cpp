#include "support/conversion_properties.hpp"
#include "support/product.hpp"
#include "support/random_matrix.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

TEST(VcfConversion, EqualsTheReferenceOnRandomMatrices) {
  expect_reference_results(1, 3000 / sanitizer_divisor, make_random_vcf_case);
}

TEST(VcfConversion, IsTheSameForEveryChunkSizeThreadCountAndInstructionSet) {
  expect_same_results_on_every_machine(1, 100 / sanitizer_divisor, make_random_vcf_case);
}

}  // namespace
}  // namespace hapmill::test
