#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

struct CUstream_st;

namespace hapmill::cu {

/// The device-wide primitives that the stages are made of. CUB's on a device (primitives.cu); the
/// host runs of the kernels link the standard library's in their place.
///
/// Keeps the temporary memory, so one object serves one stream.
class Primitives {
 public:
  /// Allocates what the primitives need for up to `most_items`.
  explicit Primitives(std::size_t most_items);
  ~Primitives();

  /// out[k] = sum of in[0 … k-1].
  void exclusive_scan(std::uint32_t const* in, std::uint32_t* out, std::size_t count,
                      CUstream_st* stream);
  void exclusive_scan(std::uint64_t const* in, std::uint64_t* out, std::size_t count,
                      CUstream_st* stream);
  /// Places k, ascending, where values[k] is not 0; `selected_count` becomes their number.
  void select_nonzero(std::uint64_t const* values, std::size_t count, std::uint32_t* selected,
                      std::uint32_t* selected_count, CUstream_st* stream);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace hapmill::cu
