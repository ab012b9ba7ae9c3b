#pragma once

#include "bytes.cuh"
#include "row_batch.cuh"

#include "hapmill/model/lanes.hpp"

#include <cstdint>

namespace hapmill::cu {

/// The codes of 16 columns, and which of them are alternates that are not listed yet.
struct NewAlternates {
  uint4 codes;
  std::uint32_t bits[4];  ///< bit 7 of each byte that holds such an alternate

  __device__ NewAlternates(uint4 words, ByteCode ref_code)
      : codes{words},
        bits{alternates_in(words.x, ref_code), alternates_in(words.y, ref_code),
             alternates_in(words.z, ref_code), alternates_in(words.w, ref_code)} {}

  __device__ bool any() const { return (bits[0] | bits[1] | bits[2] | bits[3]) != 0; }

  /// Returns the code of the first such alternate, or 0 if there is none.
  __device__ std::uint32_t first() const {
    std::uint32_t const word = bits[0] != 0   ? codes.x
                               : bits[1] != 0 ? codes.y
                               : bits[2] != 0 ? codes.z
                                              : codes.w;
    std::uint32_t const at = bits[0] != 0   ? bits[0]
                             : bits[1] != 0 ? bits[1]
                             : bits[2] != 0 ? bits[2]
                                            : bits[3];
    return at == 0 ? 0 : word >> (lowest_bit(at) - 7) & 0xFFU;
  }

  /// Removes an alternate that has been listed.
  __device__ void remove(std::uint32_t code) {
    bits[0] &= ~equal_bytes(codes.x, code);
    bits[1] &= ~equal_bytes(codes.y, code);
    bits[2] &= ~equal_bytes(codes.z, code);
    bits[3] &= ~equal_bytes(codes.w, code);
  }

 private:
  __device__ static std::uint32_t alternates_in(std::uint32_t word, ByteCode ref_code) {
    return nonzero_bytes(word ^ repeat_byte(ref_code)) & ~word;
  }
};

/// Does the same as collect_alternates for one-byte codes, 16 at a time. The codes can be read up
/// to a multiple of cells_padding, and are missing past the last column.
template <class Lanes>
__device__ std::uint32_t collect_byte_alternates(Lanes lanes, ByteCode const* codes,
                                                 std::uint32_t column_count, ByteCode ref_code,
                                                 ByteCode* alternates) {
  std::uint32_t count = 0;
  for (std::uint32_t base = 0; base < column_count; base += cells_padding * lanes.size()) {
    std::uint32_t const column = base + cells_padding * lanes.rank();
    uint4 const words = column < column_count ? *reinterpret_cast<uint4 const*>(codes + column)
                                              : uint4{high_bits, high_bits, high_bits, high_bits};
    NewAlternates found{words, ref_code};
    for (std::uint32_t k = 0; k < count && found.any(); ++k) found.remove(alternates[k]);
    std::uint32_t lanes_left = lanes.ballot(found.any());
    while (lanes_left != 0) {
      std::uint32_t const code = lanes.broadcast(found.first(), lowest_bit(lanes_left));
      if (lanes.rank() == 0) alternates[count] = static_cast<ByteCode>(code);
      ++count;
      found.remove(code);
      lanes_left = lanes.ballot(found.any());
    }
    lanes.sync();
  }
  return count;
}

}  // namespace hapmill::cu
