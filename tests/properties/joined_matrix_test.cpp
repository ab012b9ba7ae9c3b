#include "matrix/matrix_header.hpp"
#include "matrix/matrix_input.hpp"
#include "support/conversion_properties.hpp"
#include "support/listed_paths.hpp"
#include "support/product.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <exception>
#include <optional>

namespace hapmill::test {
namespace {

/// Returns the text before the rows, if further files may start with it too.
std::optional<std::string> repeatable_header(RandomCase const& random_case,
                                             TemporaryFolder const& folder) {
  if (random_case.options.header_text)
    return std::nullopt;  // the header of the matrix is then a bad row
  write_text(folder.path() / "whole", random_case.matrix);
  try {
    MatrixInput input{input_path(folder.file("whole"))};
    auto const header = read_matrix_header(input, {});
    if (!header.has_header_row) return std::nullopt;
    return random_case.matrix.substr(0, header.data_begin);
  } catch (std::exception const&) {
    return std::nullopt;
  }
}

std::vector<std::size_t> random_row_begins(Random& random, std::string const& matrix,
                                           std::size_t data_begin) {
  std::vector<std::size_t> begins;
  for (std::uint64_t k = random.between(1, 4); k != 0; --k) {
    auto const newline =
        matrix.find('\n', data_begin + random.below(matrix.size() - data_begin + 1));
    begins.push_back(newline == std::string::npos ? matrix.size() : newline + 1);
  }
  if (random.one_in(3)) begins.push_back(data_begin);
  std::sort(begins.begin(), begins.end());
  return begins;
}

/// Converts a matrix as one file and as several.
void expect_same_as_whole(RandomCase const& random_case, TemporaryFolder const& folder,
                          std::size_t& compared_count) {
  auto const header = repeatable_header(random_case, folder);
  if (!header || random_case.options.stream) return;
  Random random{random_case.seed};
  MachineOptions machine = make_random_machine_options(random, random_case);
  auto const whole = convert(random_case, machine, folder);
  machine.file_begins = random_row_begins(random, random_case.matrix, header->size());
  machine.repeated_header = *header;
  auto const joined = convert(random_case, machine, folder);
  auto const told = "seed " + std::to_string(random_case.seed) + ": " + describe(machine);
  EXPECT_EQ(joined.exit_code, whole.exit_code) << told << '\n' << joined.message;
  EXPECT_EQ(joined.has_output, whole.has_output) << told;
  if (random_case.options.output_kind == "vcf") {
    auto const from_columns = [](std::string const& vcf) {
      return vcf.substr(std::min(vcf.size(), vcf.find("\n#CHROM")));
    };
    EXPECT_TRUE(from_columns(joined.output) == from_columns(whole.output)) << told;
  } else {
    EXPECT_TRUE(joined.output == whole.output) << told;
  }
  EXPECT_EQ(std::count(joined.rejects.begin(), joined.rejects.end(), '\n'),
            std::count(whole.rejects.begin(), whole.rejects.end(), '\n'))
      << told;
  ++compared_count;
}

TEST(JoinedMatrix, GivesTheSameAsTheWhole) {
  TemporaryFolder const folder;
  for (auto const make_case : {make_random_case, make_random_vcf_case}) {
    std::size_t compared_count = 0;
    std::size_t const wanted_count = 60 / sanitizer_divisor;
    for (std::uint64_t seed = 1; seed <= 600 && compared_count < wanted_count; ++seed) {
      expect_same_as_whole(make_case(seed), folder, compared_count);
    }
    EXPECT_EQ(compared_count, wanted_count);
  }
}

}  // namespace
}  // namespace hapmill::test
