#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "grid.hpp"

// The calls of the CUDA runtime that a backend makes, and their names.

struct CUstream_st;
struct CUevent_st;
using cudaStream_t = CUstream_st*;
using cudaEvent_t = CUevent_st*;

enum cudaError_t {
  cudaSuccess = 0,
  cudaErrorInvalidValue = 1,
  cudaErrorMemoryAllocation = 2,
  cudaErrorInsufficientDriver = 35,
  cudaErrorDevicesUnavailable = 46,
  cudaErrorNoDevice = 100,
  cudaErrorInvalidDevice = 101,
  cudaErrorLaunchFailure = 719,
};
enum cudaMemcpyKind {
  cudaMemcpyHostToHost,
  cudaMemcpyHostToDevice,
  cudaMemcpyDeviceToHost,
  cudaMemcpyDeviceToDevice,
  cudaMemcpyDefault,
};
enum cudaDeviceAttr { cudaDevAttrMultiProcessorCount = 16 };
struct cudaDeviceProp {
  char name[256];
  int major;
  int minor;
};
struct cudaLaunchConfig_t {
  dim3 gridDim;
  dim3 blockDim;
  std::size_t dynamicSmemBytes = 0;
  cudaStream_t stream = nullptr;
};

inline constexpr unsigned cudaStreamNonBlocking = 1;
inline constexpr unsigned cudaHostAllocDefault = 0;
inline constexpr unsigned cudaEventDisableTiming = 2;

cudaError_t cudaDriverGetVersion(int* version);
cudaError_t cudaRuntimeGetVersion(int* version);
cudaError_t cudaGetDeviceCount(int* count);
cudaError_t cudaSetDevice(int device);
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device);
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device);
cudaError_t cudaMemGetInfo(std::size_t* free_bytes, std::size_t* total_bytes);

cudaError_t cudaMalloc(void** memory, std::size_t size);
cudaError_t cudaFree(void* memory);
cudaError_t cudaHostAlloc(void** memory, std::size_t size, unsigned flags);
cudaError_t cudaFreeHost(void* memory);

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags);
cudaError_t cudaStreamDestroy(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned flags = 0);
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned flags);
cudaError_t cudaEventDestroy(cudaEvent_t event);
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream);
cudaError_t cudaEventSynchronize(cudaEvent_t event);
/// Always returns one millisecond, because times on the host mean nothing for a device.
cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t begin, cudaEvent_t end);

cudaError_t cudaMemcpyAsync(void* to, void const* from, std::size_t size, cudaMemcpyKind kind,
                            cudaStream_t stream);
cudaError_t cudaMemsetAsync(void* to, int value, std::size_t size, cudaStream_t stream);

cudaError_t cudaGetLastError();
char const* cudaGetErrorName(cudaError_t error);
char const* cudaGetErrorString(cudaError_t error);

/// The CUDA runtime on the host. "Device" memory is a heap block of exactly the requested size,
/// filled with arbitrary bytes. Streams are lazy: nothing asynchronous happens before somebody
/// waits for it, so that a missing wait is noticed.
namespace host_cuda {

/// Kinds of calls that can be made to fail.
enum class Call { allocate, create_stream, copy, launch, synchronize, query };
inline constexpr int call_count = 6;

/// What happens after a call that was made to fail.
enum class After {
  goes_on,  ///< the device works as before
  lost,     ///< every call fails from now on, and work that waits in streams is never done
};

/// Makes the n-th call of this kind from now on fail, counted from 1. 0 makes none fail and
/// restores a lost device.
void fail_call(Call call, std::uint64_t n, cudaError_t error, After after = After::goes_on);
/// Returns the number of calls of this kind so far.
std::uint64_t calls_made(Call call);
/// Returns the number of allocations, streams and events that have not been released.
std::uint64_t live_objects();
/// Returns the most device memory that was allocated at any time since the last call of this
/// function.
std::size_t take_peak_device_bytes();

/// Sets the properties of the machine.
void set_device_count(int count, cudaError_t error = cudaSuccess);
/// Sets the same and the number in each device's name.
void set_devices(std::vector<int> const& cards, cudaError_t error = cudaSuccess);
void set_device_memory(std::size_t free_bytes);
void set_driver_version(int version);
void set_multiprocessor_count(int count);

/// Appends work to a stream.
void enqueue(cudaStream_t stream, std::function<void()> work);
/// Counts a launch. Returns the error that was chosen for it, if any.
cudaError_t begin_launch();

}  // namespace host_cuda

template <class... Parameters, class... Arguments>
cudaError_t cudaLaunchKernelEx(cudaLaunchConfig_t const* config, void (*kernel)(Parameters...),
                               Arguments&&... arguments) {
  cudaError_t const error = host_cuda::begin_launch();
  if (error != cudaSuccess) return error;
  cudaLaunchConfig_t const how = *config;
  // Arguments are copied at the time of the launch.
  auto run = [how, kernel](Parameters... parameters) {
    return [=] {
      host_cuda::run_grid([&] { kernel(parameters...); }, how.gridDim, how.blockDim,
                          how.dynamicSmemBytes);
    };
  };
  host_cuda::enqueue(how.stream, run(std::forward<Arguments>(arguments)...));
  return cudaSuccess;
}
