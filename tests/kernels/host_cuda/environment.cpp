// Linked into the program that tests run. Configures the host runtime from environment variables,
// before main().
//
//   HOST_CUDA_DEVICES=2             number of devices (default: 1)
//   HOST_CUDA_COUNT_ERROR=35        cudaGetDeviceCount fails with this error
//   HOST_CUDA_DRIVER=12020          version of the driver, 0 for none
//   HOST_CUDA_MEMORY=1000000        bytes of free memory of each device
//   HOST_CUDA_FAIL=launch:5[:lost]  the fifth launch fails; from then on every call does
//   HOST_CUDA_FAIL_ON=1             fail on this device only, if it is the first visible one
//   CUDA_VISIBLE_DEVICES=2,0        as for CUDA: these devices in this order; devices after an
//                                   invalid entry are not visible
#include "runtime.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::string value_of(char const* name) {
  char const* const value = std::getenv(name);
  return value == nullptr ? std::string{} : value;
}

void plant_fault(std::string const& text) {
  constexpr std::array<std::string_view, host_cuda::call_count> names{
      "allocate", "create_stream", "copy", "launch", "synchronize", "query"};
  std::size_t const colon = text.find(':');
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (text.substr(0, colon) != names[k]) continue;
    auto const after = text.ends_with(":lost") ? host_cuda::After::lost : host_cuda::After::goes_on;
    host_cuda::fail_call(static_cast<host_cuda::Call>(k), std::stoull(text.substr(colon + 1)),
                         cudaErrorLaunchFailure, after);
    return;
  }
  std::fprintf(stderr, "HOST_CUDA_FAIL=%s names no call\n", text.c_str());
  std::abort();
}

/// Returns the visible ones of `count` devices.
std::vector<int> visible_devices(int count) {
  std::vector<int> visible;
  char const* const variable = std::getenv("CUDA_VISIBLE_DEVICES");
  if (variable == nullptr) {
    for (int k = 0; k < count; ++k) visible.push_back(k);
    return visible;
  }
  std::istringstream list{variable};
  for (int card = 0; list >> card && card >= 0 && card < count; list.ignore()) {
    visible.push_back(card);
  }
  return visible;
}

struct Environment {
  Environment() {
    auto const devices = value_of("HOST_CUDA_DEVICES");
    auto const error = value_of("HOST_CUDA_COUNT_ERROR");
    auto const driver = value_of("HOST_CUDA_DRIVER");
    auto const memory = value_of("HOST_CUDA_MEMORY");
    auto const fault = value_of("HOST_CUDA_FAIL");
    auto const fault_place = value_of("HOST_CUDA_FAIL_ON");
    auto const visible = visible_devices(devices.empty() ? 1 : std::stoi(devices));
    host_cuda::set_devices(visible, static_cast<cudaError_t>(error.empty() ? 0 : std::stoi(error)));
    if (!driver.empty()) host_cuda::set_driver_version(std::stoi(driver));
    if (!memory.empty()) host_cuda::set_device_memory(std::stoull(memory));
    bool const is_elsewhere =
        !fault_place.empty() && (visible.empty() || visible[0] != std::stoi(fault_place));
    if (!fault.empty() && !is_elsewhere) plant_fault(fault);
  }
};

// The static variables of the runtime are constant-initialised, so the order does not matter.
Environment const environment;

}  // namespace
