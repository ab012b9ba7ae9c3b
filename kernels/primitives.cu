#include "primitives.hpp"

#include "device_memory.cuh"

#include <cub/device/device_scan.cuh>
#include <cub/device/device_select.cuh>
#include <thrust/iterator/counting_iterator.h>

#include <algorithm>

namespace hapmill::cu {

namespace {

using Row = thrust::counting_iterator<std::uint32_t>;

}  // namespace

struct Primitives::Memory {
  DeviceBuffer<char> bytes;

  /// Runs the second phase of a CUB call. The constructor did the first, which computes the memory
  /// for the largest number of items.
  template <class Call>
  void run(Call const& call) const {
    std::size_t size = bytes.size();
    check(call(static_cast<void*>(bytes.data()), size));
  }
};

Primitives::Primitives(std::size_t most_items) {
  std::size_t needs[3] = {};
  std::uint32_t* const numbers = nullptr;
  std::uint64_t* const sizes = nullptr;
  check(cub::DeviceScan::ExclusiveSum(nullptr, needs[0], numbers, numbers, most_items));
  check(cub::DeviceScan::ExclusiveSum(nullptr, needs[1], sizes, sizes, most_items));
  check(cub::DeviceSelect::Flagged(nullptr, needs[2], Row{0}, sizes, numbers, numbers, most_items));
  memory_ = std::make_unique<Memory>(
      Memory{DeviceBuffer<char>{*std::max_element(std::begin(needs), std::end(needs))}});
}

Primitives::~Primitives() = default;

void Primitives::exclusive_scan(std::uint32_t const* in, std::uint32_t* out, std::size_t count,
                                cudaStream_t stream) {
  if (count == 0) return;
  memory_->run([&](void* temporary, std::size_t& size) {
    return cub::DeviceScan::ExclusiveSum(temporary, size, in, out, count, stream);
  });
}

void Primitives::exclusive_scan(std::uint64_t const* in, std::uint64_t* out, std::size_t count,
                                cudaStream_t stream) {
  if (count == 0) return;
  memory_->run([&](void* temporary, std::size_t& size) {
    return cub::DeviceScan::ExclusiveSum(temporary, size, in, out, count, stream);
  });
}

void Primitives::select_nonzero(std::uint64_t const* values, std::size_t count,
                                std::uint32_t* selected, std::uint32_t* selected_count,
                                cudaStream_t stream) {
  if (count == 0) return;
  memory_->run([&](void* temporary, std::size_t& size) {
    return cub::DeviceSelect::Flagged(temporary, size, Row{0}, values, selected, selected_count,
                                      count, stream);
  });
}

}  // namespace hapmill::cu
