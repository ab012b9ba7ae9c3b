#include "conversion_properties.hpp"

#include "product.hpp"
#include "random.hpp"

#include "cpu/stages.hpp"
#include "reference/convert.hpp"

#include <gtest/gtest.h>

#include <array>

namespace hapmill::test {
namespace {

/// The test stops after this number of failures.
constexpr int most_failures = 10;

void expect_result(RandomCase const& random_case, MachineOptions const& machine,
                   reference::Result const& expected, TemporaryFolder const& folder,
                   int& failure_count) {
  Conversion const conversion = convert(random_case, machine, folder);
  std::string const difference = find_difference(conversion, expected, random_case.options);
  if (difference.empty()) return;
  ++failure_count;
  std::string options;
  for (auto const& option : command_line_options(random_case, folder.path())) {
    options += ' ' + option;
  }
  ADD_FAILURE() << "seed " << random_case.seed << ", " << describe(machine) << '\n'
                << options << '\n'
                << difference;
}

}  // namespace

void expect_reference_results(std::uint64_t first_seed, std::uint64_t last_seed,
                              MakeCase make_case) {
  TemporaryFolder const folder;
  int failure_count = 0;
  for (std::uint64_t seed = first_seed; seed <= last_seed && failure_count < most_failures;
       ++seed) {
    RandomCase const random_case = make_case(seed);
    auto const expected = reference::convert(random_case.matrix, random_case.options);
    Random random{seed};
    for (bool const report : {false, true}) {
      MachineOptions machine = make_random_machine_options(random, random_case);
      machine.report = report;
      expect_result(random_case, machine, expected, folder, failure_count);
    }
  }
}

void expect_same_results_on_every_machine(std::uint64_t first_seed, std::uint64_t last_seed,
                                          MakeCase make_case) {
  TemporaryFolder const folder;
  int failure_count = 0;
  for (std::uint64_t seed = first_seed; seed <= last_seed && failure_count < most_failures;
       ++seed) {
    RandomCase random_case = make_case(seed);
    random_case.options.stream = false;
    auto const expected = reference::convert(random_case.matrix, random_case.options);
    std::string const whole = std::to_string(random_case.matrix.size() + 1);
    std::uint64_t threads = 0;
    for (auto const* stages : cpu::runnable_stages()) {
      for (std::string const& chunk_size :
           {std::string{"1"}, std::string{"2"}, std::string{"7"}, std::string{"64"},
            std::string{"1K"}, std::string{"4K"}, std::string{"64K"}, whole}) {
        MachineOptions machine;
        machine.simd = stages->name;
        machine.chunk_size = chunk_size;
        machine.threads = 1 + threads++ % 4;
        machine.full_scan = threads % 3 == 0;
        machine.report = threads % 2 == 0;
        expect_result(random_case, machine, expected, folder, failure_count);
      }
    }

    random_case.options.stream = true;
    auto const streamed = reference::convert(random_case.matrix, random_case.options);
    for (std::string const& chunk_size : {std::string{"1"}, std::string{"1K"}, whole}) {
      MachineOptions machine;
      machine.chunk_size = chunk_size;
      machine.threads = 1 + threads++ % 4;
      machine.through_pipe = true;
      expect_result(random_case, machine, streamed, folder, failure_count);
      machine.through_pipe = threads % 2 == 0;
      machine.compression = std::array{"gzip", "bgzf", "zstd"}[threads % 3];
      expect_result(random_case, machine, streamed, folder, failure_count);
    }
  }
}

}  // namespace hapmill::test
