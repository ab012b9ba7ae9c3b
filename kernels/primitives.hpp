#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

struct CUstream_st;

namespace hapmill::cu {

/// The device-wide primitives that the stages use. On a device they are CUB's (primitives.cu);
/// kernels that are tested on the host use those of the standard library instead.
///
/// An object owns the temporary memory, so it serves one stream.
class Primitives {
 public:
  /// Allocates the memory that the primitives need for up to `most_items` items.
  explicit Primitives(std::size_t most_items);
  ~Primitives();

  /// Sets out[k] to the sum of in[0 … k-1].
  void exclusive_scan(std::uint32_t const* in, std::uint32_t* out, std::size_t count,
                      CUstream_st* stream);
  void exclusive_scan(std::uint64_t const* in, std::uint64_t* out, std::size_t count,
                      CUstream_st* stream);
  /// Stores the places k at which values[k] is not 0 in `selected`, in ascending order, and their
  /// number in `selected_count`.
  void select_nonzero(std::uint64_t const* values, std::size_t count, std::uint32_t* selected,
                      std::uint32_t* selected_count, CUstream_st* stream);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace hapmill::cu
