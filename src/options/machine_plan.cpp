#include "options/machine_plan.hpp"

#include <charconv>
#include <string_view>

#include "hapmill/support/errors.hpp"
#include "support/machine.hpp"

namespace hapmill {

DeviceChoice parse_device(std::string const& word) {
  if (word == "auto") return {DeviceChoice::Kind::automatic, 0, word};
  if (word == "cpu") return {DeviceChoice::Kind::cpu, 0, word};
  if (word == "cuda") return {DeviceChoice::Kind::cuda, 0, word};
  std::string_view const prefix = "cuda:";
  if (word.starts_with(prefix)) {
    int number = 0;
    char const* const end = word.data() + word.size();
    auto const [stop, error] = std::from_chars(word.data() + prefix.size(), end, number);
    if (error == std::errc{} && stop == end && number >= 0) {
      return {DeviceChoice::Kind::cuda, number, word};
    }
  }
  throw UsageError{"--device " + word +
                   " is not one of: auto, cpu, cuda, cuda:N (`hapmill devices` lists them)"};
}

MachinePlan plan_machine(ConvertOptions const& options) {
  return {.threads = options.threads != 0 ? options.threads : usable_cpu_count(),
          .chunk_bytes = options.chunk_bytes,
          .simd = options.simd,
          .device = parse_device(options.device),
          .device_memory = options.device_memory,
          .max_memory = options.max_memory};
}

}  // namespace hapmill
