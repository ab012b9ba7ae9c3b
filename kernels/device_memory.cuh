#pragma once

#include "hapmill/backend/cuda_backend.hpp"

#include <cuda_runtime.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace hapmill::cu {

// Owners of device memory, pinned memory and streams, and checked CUDA calls. All throw
// DeviceError.

/// Throws DeviceError unless a CUDA call succeeded.
inline void check(cudaError_t error, char const* file = __builtin_FILE(),
                  int line = __builtin_LINE()) {
  if (error == cudaSuccess) return;
  cudaGetLastError();  // so that the next launch does not report it again
  std::string_view path{file};
  path.remove_prefix(path.rfind('/') + 1);
  throw DeviceError{std::string{"CUDA: "} + cudaGetErrorString(error) + " (" +
                    cudaGetErrorName(error) + ", " + std::string{path} + ":" +
                    std::to_string(line) + ")"};
}

namespace memory {

struct Device {
  static cudaError_t allocate(void** memory, std::size_t size) { return cudaMalloc(memory, size); }
  static void give_back(void* memory) { cudaFree(memory); }
};

struct Pinned {
  static cudaError_t allocate(void** memory, std::size_t size) {
    return cudaHostAlloc(memory, size, cudaHostAllocDefault);
  }
  static void give_back(void* memory) { cudaFreeHost(memory); }
};

}  // namespace memory

/// An array of `size` values, which are not initialised. Owns its memory.
template <class T, class Memory>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t size) : size_{size} {
    void* memory = nullptr;
    check(Memory::allocate(&memory, (size == 0 ? 1 : size) * sizeof(T)));
    data_ = static_cast<T*>(memory);
  }
  Buffer(Buffer&& other) noexcept
      : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)} {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Buffer() {
    if (data_ != nullptr) Memory::give_back(data_);
  }

  T* data() const { return data_; }
  std::size_t size() const { return size_; }
  T& operator[](std::size_t k) const { return data_[k]; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

template <class T>
using DeviceBuffer = Buffer<T, memory::Device>;
template <class T>
using PinnedBuffer = Buffer<T, memory::Pinned>;

/// A stream that does not wait for the default stream. Owns it.
class Stream {
 public:
  Stream() { check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking)); }
  Stream(Stream const&) = delete;
  Stream& operator=(Stream const&) = delete;
  /// Waits for the work in the stream, which may use memory that is released next.
  ~Stream() {
    cudaStreamSynchronize(stream_);
    cudaStreamDestroy(stream_);
  }

  cudaStream_t get() const { return stream_; }
  /// Waits for all work in the stream.
  void wait(char const* file = __builtin_FILE(), int line = __builtin_LINE()) const {
    check(cudaStreamSynchronize(stream_), file, line);
  }

 private:
  cudaStream_t stream_ = nullptr;
};

/// Starts a copy of `count` values to the device.
template <class T>
void copy_to_device(T* to, T const* from, std::size_t count, cudaStream_t stream,
                    char const* file = __builtin_FILE(), int line = __builtin_LINE()) {
  if (count == 0) return;
  check(cudaMemcpyAsync(to, from, count * sizeof(T), cudaMemcpyHostToDevice, stream), file, line);
}

/// Starts a copy of `count` values to the host.
template <class T>
void copy_to_host(T* to, T const* from, std::size_t count, cudaStream_t stream,
                  char const* file = __builtin_FILE(), int line = __builtin_LINE()) {
  if (count == 0) return;
  check(cudaMemcpyAsync(to, from, count * sizeof(T), cudaMemcpyDeviceToHost, stream), file, line);
}

/// Launches a kernel. It is an ordinary function, so that host compilers can compile the caller.
template <class... Parameters, class... Arguments>
void launch(void (*kernel)(Parameters...), unsigned blocks, unsigned block_threads,
            cudaStream_t stream, Arguments... arguments) {
  cudaLaunchConfig_t config{};
  config.gridDim = dim3{blocks};
  config.blockDim = dim3{block_threads};
  config.stream = stream;
  check(cudaLaunchKernelEx(&config, kernel, std::move(arguments)...));
}

}  // namespace hapmill::cu
