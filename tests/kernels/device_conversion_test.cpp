// The program's conversion with the CUDA backend, the kernels run on the host, against the
// reference and against the CPU.
#include "support/conversion_properties.hpp"
#include "support/product.hpp"
#include "support/random.hpp"

#include "reference/convert.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hapmill::test {
namespace {

constexpr std::uint64_t case_count = 200 / sanitizer_divisor;

MachineOptions make_device_options(Random& random, RandomCase const& random_case) {
  MachineOptions machine = make_random_machine_options(random, random_case);
  machine.device = random.pick(std::vector<std::string>{"auto", "cuda", "cuda:0"});
  machine.report = random.one_in(2);
  // The slots of a stream whose chunks are not given are as large as a card's.
  if (machine.through_pipe && machine.chunk_size.empty()) machine.chunk_size = "8K";
  return machine;
}

TEST(DeviceConversion, EqualsTheReferenceOnRandomMatrices) {
  TemporaryFolder const folder;
  int stream_count = 0;
  int refused_count = 0;
  for (std::uint64_t seed = 1; seed <= case_count; ++seed) {
    RandomCase const random_case = make_random_case(seed);
    auto const expected = reference::convert(random_case.matrix, random_case.options);
    Random random{seed};
    MachineOptions const machine = make_device_options(random, random_case);
    Conversion const on_device = convert(random_case, machine, folder);
    ASSERT_EQ(find_difference(on_device, expected, random_case.options), "")
        << "seed " << seed << ", " << describe(machine);
    stream_count += machine.through_pipe ? 1 : 0;

    MachineOptions cpu = machine;
    cpu.device = "cpu";
    Conversion const on_cpu = convert(random_case, cpu, folder);
    refused_count += on_cpu.exit_code == 0 ? 0 : 1;
    // A pipe's path has a number of its own.
    if (!machine.through_pipe) {
      ASSERT_EQ(on_device.message, on_cpu.message) << "seed " << seed;
    }
    ASSERT_EQ(on_device.output, on_cpu.output) << "seed " << seed;
    ASSERT_EQ(on_device.rejects, on_cpu.rejects) << "seed " << seed;
  }
  EXPECT_GT(stream_count, 0);
  EXPECT_GT(refused_count, 0);
}

TEST(DeviceConversion, IsTheSameForEverySizeOfChunk) {
  TemporaryFolder const folder;
  for (std::uint64_t seed = 1; seed <= 20 / sanitizer_divisor; ++seed) {
    RandomCase const random_case = make_random_case(seed);
    auto const expected = reference::convert(random_case.matrix, random_case.options);
    std::string const whole = std::to_string(random_case.matrix.size() + 1);
    for (std::string const& chunk_size : {std::string{"64"}, std::string{"1K"}, whole}) {
      MachineOptions machine;
      machine.device = "cuda";
      machine.chunk_size = chunk_size;
      machine.through_pipe = random_case.options.stream;
      Conversion const conversion = convert(random_case, machine, folder);
      ASSERT_EQ(find_difference(conversion, expected, random_case.options), "")
          << "seed " << seed << ", " << describe(machine);
    }
  }
}

}  // namespace
}  // namespace hapmill::test
