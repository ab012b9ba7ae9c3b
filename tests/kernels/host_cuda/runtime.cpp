#include "runtime.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <exception>
#include <map>
#include <mutex>

// The work of a stream, and how much was ever submitted and run.
struct CUstream_st {
  std::mutex mutex;
  std::deque<std::function<void()>> work;
  std::uint64_t put = 0;
  std::uint64_t run = 0;
};

/// A place in the work of a stream.
struct CUevent_st {
  cudaStream_t stream = nullptr;
  std::uint64_t place = 0;
};

namespace host_cuda {

namespace {

struct PlantedFault {
  std::atomic<std::uint64_t> made{0};
  std::atomic<std::uint64_t> fails_at{0};
  std::atomic<cudaError_t> error{cudaSuccess};
  std::atomic<bool> loses_device{false};
};

std::array<PlantedFault, call_count> faults;
std::atomic<std::uint64_t> live{0};
std::atomic<int> device_count{1};
constexpr std::size_t most_devices = 16;
std::array<std::atomic<int>, most_devices>
    card_numbers{};  ///< [devices] the numbers in their names
std::atomic<cudaError_t> device_error{cudaSuccess};
std::atomic<std::size_t> device_memory{std::size_t{1} << 30};
std::atomic<int> driver_version{13000};
std::atomic<int> multiprocessor_count{2};
std::atomic<cudaError_t> lost{cudaSuccess};  ///< what every call returns after the device is lost
thread_local cudaError_t last_error = cudaSuccess;

cudaError_t made(Call call) {
  PlantedFault& fault = faults[static_cast<std::size_t>(call)];
  std::uint64_t const number = ++fault.made;
  if (number == fault.fails_at) {
    if (fault.loses_device) lost = fault.error.load();
    last_error = fault.error;
    return last_error;
  }
  if (lost != cudaSuccess) last_error = lost;
  return lost;
}

/// The sizes of the allocations in device memory.
class DeviceMemory {
 public:
  void add(void* memory, std::size_t size) {
    std::lock_guard const lock{mutex_};
    sizes_[memory] = size;
    bytes_ += size;
    peak_ = std::max(peak_, bytes_);
  }
  void remove(void* memory) {
    std::lock_guard const lock{mutex_};
    auto const found = sizes_.find(memory);
    if (found == sizes_.end()) return;
    bytes_ -= found->second;
    sizes_.erase(found);
  }
  std::size_t take_peak() {
    std::lock_guard const lock{mutex_};
    return std::exchange(peak_, bytes_);
  }

 private:
  std::mutex mutex_;
  std::map<void*, std::size_t> sizes_;
  std::size_t bytes_ = 0;
  std::size_t peak_ = 0;
};

DeviceMemory memory_in_use;

cudaError_t allocate(void** memory, std::size_t size) {
  cudaError_t const error = made(Call::allocate);
  if (error != cudaSuccess) return error;
  *memory = std::malloc(size);
  if (*memory == nullptr) return cudaErrorMemoryAllocation;
  std::memset(*memory, 0xA5, size);
  ++live;
  return cudaSuccess;
}

cudaError_t give_back(void* memory) {
  if (memory != nullptr) --live;
  std::free(memory);
  return lost;
}

/// Runs the work of a stream up to a place.
void drain(cudaStream_t stream, std::uint64_t place) {
  while (true) {
    std::function<void()> next;
    {
      std::lock_guard const lock{stream->mutex};
      if (stream->run >= place || stream->work.empty()) return;
      next = std::move(stream->work.front());
      stream->work.pop_front();
      ++stream->run;
    }
    if (lost == cudaSuccess) next();
  }
}

std::uint64_t end_of(cudaStream_t stream) {
  std::lock_guard const lock{stream->mutex};
  return stream->put;
}

}  // namespace

void fail_call(Call call, std::uint64_t n, cudaError_t error, After after) {
  PlantedFault& fault = faults[static_cast<std::size_t>(call)];
  fault.error = error;
  fault.loses_device = after == After::lost;
  fault.fails_at = n == 0 ? 0 : fault.made + n;
  if (n == 0) lost = cudaSuccess;
}

std::uint64_t calls_made(Call call) { return faults[static_cast<std::size_t>(call)].made; }
std::uint64_t live_objects() { return live; }
std::size_t take_peak_device_bytes() { return memory_in_use.take_peak(); }

void set_device_count(int count, cudaError_t error) {
  std::vector<int> cards;
  for (int k = 0; k < count; ++k) cards.push_back(k);
  set_devices(cards, error);
}
void set_devices(std::vector<int> const& cards, cudaError_t error) {
  for (std::size_t k = 0; k < cards.size(); ++k) card_numbers.at(k) = cards[k];
  device_count = static_cast<int>(cards.size());
  device_error = error;
}
void set_device_memory(std::size_t free_bytes) { device_memory = free_bytes; }
void set_driver_version(int version) { driver_version = version; }
void set_multiprocessor_count(int count) { multiprocessor_count = count; }

void enqueue(cudaStream_t stream, std::function<void()> work) {
  std::lock_guard const lock{stream->mutex};
  stream->work.push_back(std::move(work));
  ++stream->put;
}

cudaError_t begin_launch() { return made(Call::launch); }

}  // namespace host_cuda

using host_cuda::Call;

cudaError_t cudaDriverGetVersion(int* version) {
  *version = host_cuda::driver_version;
  return cudaSuccess;
}
cudaError_t cudaRuntimeGetVersion(int* version) {
  *version = 13000;
  return cudaSuccess;
}
cudaError_t cudaGetDeviceCount(int* count) {
  // The real function leaves the count unchanged if it fails.
  if (host_cuda::device_error == cudaSuccess) *count = host_cuda::device_count;
  return host_cuda::device_error;
}
cudaError_t cudaSetDevice(int device) {
  cudaError_t const error = host_cuda::made(Call::query);
  if (error != cudaSuccess) return error;
  return device >= 0 && device < host_cuda::device_count ? cudaSuccess : cudaErrorInvalidDevice;
}
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
  cudaError_t const error = host_cuda::made(Call::query);
  if (error != cudaSuccess) return error;
  std::snprintf(properties->name, sizeof(properties->name), "host %d",
                host_cuda::card_numbers.at(static_cast<std::size_t>(device)).load());
  properties->major = 9;
  properties->minor = 0;
  return cudaSuccess;
}
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr /*attribute*/, int /*device*/) {
  *value = host_cuda::multiprocessor_count;
  return host_cuda::made(Call::query);
}
cudaError_t cudaMemGetInfo(std::size_t* free_bytes, std::size_t* total_bytes) {
  *free_bytes = *total_bytes = host_cuda::device_memory;
  return host_cuda::made(Call::query);
}

cudaError_t cudaMalloc(void** memory, std::size_t size) {
  cudaError_t const error = host_cuda::allocate(memory, size);
  if (error == cudaSuccess) host_cuda::memory_in_use.add(*memory, size);
  return error;
}
cudaError_t cudaFree(void* memory) {
  host_cuda::memory_in_use.remove(memory);
  return host_cuda::give_back(memory);
}
cudaError_t cudaHostAlloc(void** memory, std::size_t size, unsigned /*flags*/) {
  return host_cuda::allocate(memory, size);
}
cudaError_t cudaFreeHost(void* memory) { return host_cuda::give_back(memory); }

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned /*flags*/) {
  cudaError_t const error = host_cuda::made(Call::create_stream);
  if (error != cudaSuccess) return error;
  *stream = new CUstream_st;
  ++host_cuda::live;
  return cudaSuccess;
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  // Work is done even if nobody waits for it, as on a real device.
  try {
    host_cuda::drain(stream, host_cuda::end_of(stream));
  } catch (std::exception const& error) {
    std::fprintf(stderr, "in a stream that nobody waited for: %s\n", error.what());
    std::abort();
  }
  delete stream;
  --host_cuda::live;
  return cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  cudaError_t const error = host_cuda::made(Call::synchronize);
  if (error != cudaSuccess) return error;
  host_cuda::drain(stream, host_cuda::end_of(stream));
  return host_cuda::lost;  // the device may have been lost while the stream ran
}
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned /*flags*/) {
  CUevent_st const recorded = *event;
  if (recorded.stream == nullptr || recorded.stream == stream) return cudaSuccess;
  host_cuda::enqueue(stream, [recorded] { host_cuda::drain(recorded.stream, recorded.place); });
  return cudaSuccess;
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned /*flags*/) {
  *event = new CUevent_st;
  ++host_cuda::live;
  return cudaSuccess;
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
  delete event;
  --host_cuda::live;
  return cudaSuccess;
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  *event = {stream, host_cuda::end_of(stream)};
  return cudaSuccess;
}
cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  cudaError_t const error = host_cuda::made(Call::synchronize);
  if (error != cudaSuccess) return error;
  if (event->stream != nullptr) host_cuda::drain(event->stream, event->place);
  return host_cuda::lost;
}

cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t begin, cudaEvent_t end) {
  if (begin->stream == nullptr || end->stream == nullptr) return cudaErrorInvalidValue;
  *milliseconds = 1;
  return cudaSuccess;
}

cudaError_t cudaMemcpyAsync(void* to, void const* from, std::size_t size, cudaMemcpyKind /*kind*/,
                            cudaStream_t stream) {
  cudaError_t const error = host_cuda::made(Call::copy);
  if (error != cudaSuccess) return error;
  host_cuda::enqueue(stream, [=] {
    if (size != 0) std::memcpy(to, from, size);
  });
  return cudaSuccess;
}
cudaError_t cudaMemsetAsync(void* to, int value, std::size_t size, cudaStream_t stream) {
  cudaError_t const error = host_cuda::made(Call::copy);
  if (error != cudaSuccess) return error;
  host_cuda::enqueue(stream, [=] {
    if (size != 0) std::memset(to, value, size);
  });
  return cudaSuccess;
}

cudaError_t cudaGetLastError() { return std::exchange(host_cuda::last_error, cudaSuccess); }

char const* cudaGetErrorName(cudaError_t error) {
  switch (error) {
    case cudaSuccess:
      return "cudaSuccess";
    case cudaErrorInvalidValue:
      return "cudaErrorInvalidValue";
    case cudaErrorMemoryAllocation:
      return "cudaErrorMemoryAllocation";
    case cudaErrorInsufficientDriver:
      return "cudaErrorInsufficientDriver";
    case cudaErrorDevicesUnavailable:
      return "cudaErrorDevicesUnavailable";
    case cudaErrorNoDevice:
      return "cudaErrorNoDevice";
    case cudaErrorInvalidDevice:
      return "cudaErrorInvalidDevice";
    case cudaErrorLaunchFailure:
      return "cudaErrorLaunchFailure";
  }
  return "unknown error";
}
char const* cudaGetErrorString(cudaError_t error) { return cudaGetErrorName(error); }
