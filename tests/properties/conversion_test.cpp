#include "support/conversion_properties.hpp"
#include "support/product.hpp"

#include "cpu/stages.hpp"
#include "reference/convert.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hapmill::test {
namespace {

TEST(Conversion, EqualsTheReferenceOnRandomMatrices) {
  expect_reference_results(1, 3000 / sanitizer_divisor);
}

TEST(Conversion, IsTheSameForEveryChunkSizeThreadCountAndInstructionSet) {
  expect_same_results_on_every_machine(1, 150 / sanitizer_divisor);
}

/// Expects the same result from every way to read a matrix.
void expect_reference_result(std::string const& matrix) {
  TemporaryFolder const folder;
  RandomCase random_case{.seed = 0, .matrix = matrix, .options = {}};
  random_case.options.skip_bad_rows = true;
  auto const expected = reference::convert(matrix, random_case.options);
  ASSERT_EQ(expected.exit_code, 0);
  for (auto const* stages : cpu::runnable_stages()) {
    for (bool const through_pipe : {false, true}) {
      MachineOptions machine;
      machine.simd = stages->name;
      machine.through_pipe = through_pipe;
      machine.chunk_size = "1";
      machine.report = true;
      if (through_pipe) machine.cuts = {matrix.find('\n') + 1};
      auto const conversion = convert(random_case, machine, folder);
      EXPECT_EQ(find_difference(conversion, expected, random_case.options), "")
          << describe(machine);
    }
  }
}

TEST(Conversion, RejectsRowsBeforeTheFirstContigIsNamed) {
  std::string const header = "CHROM\tPOS\tREF\ta\tb\n";
  std::string const nameless = "\t123456\tA\tA\tC\n\t123457\tA\tC\tC\n\t1234567\tA\tA\tA\n";
  expect_reference_result(header + nameless);
  expect_reference_result(header + nameless + "chr1\t123456\tA\tA\tC\n" + nameless);
}

TEST(Conversion, AcceptsAMatrixWithoutRows) {
  expect_reference_result("CHROM\tPOS\tREF\ta\tb\n");
  expect_reference_result("CHROM\tPOS\tREF\ta\tb\n\n\r\n");
}

}  // namespace
}  // namespace hapmill::test
