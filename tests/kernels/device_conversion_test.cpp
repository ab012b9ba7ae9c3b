// Compares the program's conversion by the CUDA backend, whose kernels run on the host, with the
// reference and with the CPU.
#include "support/conversion_properties.hpp"
#include "support/product.hpp"
#include "support/random.hpp"

#include "reference/convert.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

constexpr std::uint64_t case_count = 200 / sanitizer_divisor;

MachineOptions make_device_options(Random& random, RandomCase const& random_case) {
  MachineOptions machine = make_random_machine_options(random, random_case);
  machine.device = random.pick(std::vector<std::string>{"auto", "cuda", "cuda:0"});
  machine.report = random.one_in(2);
  // Without a given chunk size, the slots for a stream are as large as on a real device.
  if (machine.through_pipe && machine.chunk_size.empty()) machine.chunk_size = "8K";
  return machine;
}

/// The kind of matrices and of output.
struct Output {
  char const* name;
  MakeCase make_case;
  char const* type;  ///< for -O; empty for the output type of the case
};

void PrintTo(Output const& output, std::ostream* stream) { *stream << output.name; }

class DeviceConversion : public testing::TestWithParam<Output> {
 protected:
  /// The reference writes text.
  static bool has_reference() { return *GetParam().type == '\0'; }
  TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Outputs, DeviceConversion,
                         testing::Values(Output{"Table", make_random_case, ""},
                                         Output{"Vcf", make_random_vcf_case, ""},
                                         Output{"Bcf", make_random_vcf_case, "u"},
                                         Output{"CompressedVcf", make_random_vcf_case, "z"},
                                         Output{"Diploid", make_random_diploid_case, ""},
                                         Output{"HapMap", make_random_hapmap_case, ""}),
                         [](auto const& output) { return std::string{output.param.name}; });

TEST_P(DeviceConversion, EqualsReferenceAndCpuOnRandomMatrices) {
  int stream_count = 0;
  int refused_count = 0;
  for (std::uint64_t seed = 1; seed <= case_count; ++seed) {
    RandomCase const random_case = GetParam().make_case(seed);
    Random random{seed};
    MachineOptions machine = make_device_options(random, random_case);
    machine.output_type = GetParam().type;
    Conversion const on_device = convert(random_case, machine, folder_);
    if (has_reference()) {
      auto const expected = reference::convert(random_case.matrix, random_case.options);
      ASSERT_EQ(find_difference(on_device, expected, random_case.options), "")
          << "seed " << seed << ", " << describe(machine);
    }
    stream_count += machine.through_pipe ? 1 : 0;

    MachineOptions cpu = machine;
    cpu.device = "cpu";
    Conversion const on_cpu = convert(random_case, cpu, folder_);
    refused_count += on_cpu.exit_code == 0 ? 0 : 1;
    ASSERT_EQ(on_device.exit_code, on_cpu.exit_code) << "seed " << seed;
    // The path of a pipe differs from run to run.
    if (!machine.through_pipe) {
      ASSERT_EQ(on_device.message, on_cpu.message) << "seed " << seed;
    }
    ASSERT_EQ(on_device.has_output, on_cpu.has_output) << "seed " << seed;
    ASSERT_EQ(on_device.output, on_cpu.output) << "seed " << seed;
    ASSERT_EQ(on_device.rejects, on_cpu.rejects) << "seed " << seed;
  }
  if (sanitizer_divisor != 1) return;  // too few cases
  EXPECT_GT(stream_count, 0);
  EXPECT_GT(refused_count, 0);
}

TEST_P(DeviceConversion, IsTheSameForEveryChunkSize) {
  for (std::uint64_t seed = 1; seed <= 20 / sanitizer_divisor; ++seed) {
    RandomCase const random_case = GetParam().make_case(seed);
    MachineOptions machine;
    machine.through_pipe = random_case.options.stream;
    machine.output_type = GetParam().type;
    machine.device = "cpu";
    Conversion const on_cpu = convert(random_case, machine, folder_);
    machine.device = "cuda";
    std::string const whole = std::to_string(random_case.matrix.size() + 1);
    for (std::string const& chunk_size : {std::string{"64"}, std::string{"1K"}, whole}) {
      machine.chunk_size = chunk_size;
      Conversion const conversion = convert(random_case, machine, folder_);
      ASSERT_EQ(conversion.output, on_cpu.output) << "seed " << seed << ", " << describe(machine);
      ASSERT_EQ(conversion.exit_code, on_cpu.exit_code) << "seed " << seed;
      if (!has_reference()) continue;
      auto const expected = reference::convert(random_case.matrix, random_case.options);
      ASSERT_EQ(find_difference(conversion, expected, random_case.options), "")
          << "seed " << seed << ", " << describe(machine);
    }
  }
}

}  // namespace
}  // namespace hapmill::test
