#include "hapmill/backend/cuda_devices.hpp"

#include "device_memory.cuh"

#include <chrono>
#include <cstddef>
#include <string>

namespace hapmill::cu {

namespace {

constexpr std::size_t copy_bytes = 32U << 20;
constexpr int copy_count = 4;

/// Returns a version as text. CUDA's number 13000 is version 13.0.
std::string version_text(int version) {
  return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

std::string describe_problem(cudaError_t error) {
  if (error == cudaErrorNoDevice) return "there is no CUDA device on this machine";
  if (error != cudaErrorInsufficientDriver)
    return std::string{"CUDA: "} + cudaGetErrorString(error);
  int driver = 0;  // stays 0 if there is no driver
  int runtime = 0;
  if (cudaDriverGetVersion(&driver) != cudaSuccess || driver == 0) {
    return "there is no NVIDIA driver on this machine";
  }
  cudaRuntimeGetVersion(&runtime);
  return "the NVIDIA driver supports CUDA up to " + version_text(driver) +
         ", but this program needs CUDA " + version_text(runtime) + ": update the driver";
}

/// Returns the bytes per second that `copy` copies. `copy` copies `bytes` and waits.
template <class Copy>
double measure_rate(std::size_t bytes, Copy const& copy) {
  copy();  // the first copy includes the cost of the start
  auto const begin = std::chrono::steady_clock::now();
  for (int k = 0; k < copy_count; ++k) copy();
  std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - begin;
  return static_cast<double>(bytes) * copy_count / seconds.count();
}

void measure_copies(DeviceInfo& info) {
  PinnedBuffer<char> const pinned_in{copy_bytes};
  PinnedBuffer<char> const pinned_out{copy_bytes};
  DeviceBuffer<char> const device_in{copy_bytes};
  DeviceBuffer<char> const device_out{copy_bytes};
  Stream const in;
  Stream const out;
  auto const send = [&] {
    copy_to_device(device_in.data(), pinned_in.data(), copy_bytes, in.get());
  };
  auto const fetch = [&] {
    copy_to_host(pinned_out.data(), device_out.data(), copy_bytes, out.get());
  };
  check(cudaMemsetAsync(device_out.data(), 0, copy_bytes, out.get()));
  info.to_device = measure_rate(copy_bytes, [&] {
    send();
    in.wait();
  });
  info.to_host = measure_rate(copy_bytes, [&] {
    fetch();
    out.wait();
  });
  info.both = measure_rate(2 * copy_bytes, [&] {
    send();
    fetch();
    in.wait();
    out.wait();
  });
}

}  // namespace

DeviceCount count_devices() {
  int count = 0;
  cudaError_t const error = cudaGetDeviceCount(&count);
  if (error == cudaSuccess && count > 0) return {count, {}};
  cudaGetLastError();
  return {0, describe_problem(error == cudaSuccess ? cudaErrorNoDevice : error)};
}

DeviceInfo inspect_device(int device) {
  DeviceInfo info;
  try {
    check(cudaSetDevice(device));
    cudaDeviceProp properties{};
    check(cudaGetDeviceProperties(&properties, device));
    info.name = properties.name;
    info.major = properties.major;
    info.minor = properties.minor;
    std::size_t free_bytes = 0;
    std::size_t total_bytes = 0;
    check(cudaMemGetInfo(&free_bytes, &total_bytes));
    info.free_memory = free_bytes;
    info.total_memory = total_bytes;
    measure_copies(info);
  } catch (DeviceError const& error) {
    info.problem = error.what();
  }
  return info;
}

}  // namespace hapmill::cu
