// Implements kernels/primitives.hpp with the standard library, for kernels on the host.
#include "primitives.hpp"

#include <numeric>

#include "runtime.hpp"

namespace hapmill::cu {

struct Primitives::Memory {};

Primitives::Primitives(std::size_t /*most_items*/) {}
Primitives::~Primitives() = default;

void Primitives::exclusive_scan(std::uint32_t const* in, std::uint32_t* out, std::size_t count,
                                CUstream_st* stream) {
  host_cuda::enqueue(stream, [=] { std::exclusive_scan(in, in + count, out, std::uint32_t{0}); });
}

void Primitives::exclusive_scan(std::uint64_t const* in, std::uint64_t* out, std::size_t count,
                                CUstream_st* stream) {
  host_cuda::enqueue(stream, [=] { std::exclusive_scan(in, in + count, out, std::uint64_t{0}); });
}

void Primitives::select_nonzero(std::uint64_t const* values, std::size_t count,
                                std::uint32_t* selected, std::uint32_t* selected_count,
                                CUstream_st* stream) {
  host_cuda::enqueue(stream, [=] {
    *selected_count = 0;
    for (std::size_t k = 0; k < count; ++k) {
      if (values[k] != 0) selected[(*selected_count)++] = static_cast<std::uint32_t>(k);
    }
  });
}

}  // namespace hapmill::cu
