#pragma once

#include <cuda_runtime.h>

#include <cstdint>

// Operations on words of four bytes. The first byte in memory is the lowest byte of a word.

namespace hapmill::cu {

inline constexpr std::uint32_t high_bits = 0x80808080U;

/// Returns a word of four such bytes.
__device__ inline std::uint32_t repeat_byte(std::uint32_t byte) { return byte * 0x01010101U; }

/// Returns bit 7 of each byte that is not 0. This is exact, because no carry passes from byte to
/// byte.
__device__ inline std::uint32_t nonzero_bytes(std::uint32_t word) {
  return (((word & ~high_bits) + ~high_bits) | word) & high_bits;
}
/// Returns bit 7 of each byte that equals `byte`.
__device__ inline std::uint32_t equal_bytes(std::uint32_t word, std::uint32_t byte) {
  return nonzero_bytes(word ^ repeat_byte(byte)) ^ high_bits;
}
/// Returns 0xFF for each byte whose bit 7 is set, else 0.
__device__ inline std::uint32_t mask_of_high_bits(std::uint32_t bits) {
  return (bits >> 7 & 0x01010101U) * 0xFFU;
}
/// Returns 0xFF for the first `count` of the four bytes; `count` may be larger than four.
__device__ inline std::uint32_t first_bytes(std::uint32_t count) {
  return count >= 4 ? ~0U : (1U << (8 * count)) - 1;
}

/// Returns the 16 bytes at `text`, which need not be aligned.
///
/// The memory is read in aligned words of 16 bytes. Words that start at `end` or later are not
/// read, and their bytes in the result are undefined. `text` is before `end`.
__device__ inline uint4 load_bytes(char const* text, char const* end) {
  auto const shift = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(text) & 15U);
  auto const* const words = reinterpret_cast<uint4 const*>(text - shift);
  uint4 const low = words[0];
  uint4 high{};
  if (shift != 0 && reinterpret_cast<char const*>(words + 1) < end) high = words[1];
  bool const by_8 = (shift & 8U) != 0;
  std::uint32_t const a = by_8 ? low.z : low.x;
  std::uint32_t const b = by_8 ? low.w : low.y;
  std::uint32_t const c = by_8 ? high.x : low.z;
  std::uint32_t const d = by_8 ? high.y : low.w;
  std::uint32_t const e = by_8 ? high.z : high.x;
  std::uint32_t const f = by_8 ? high.w : high.y;
  bool const by_4 = (shift & 4U) != 0;
  std::uint32_t const p = by_4 ? b : a;
  std::uint32_t const q = by_4 ? c : b;
  std::uint32_t const r = by_4 ? d : c;
  std::uint32_t const s = by_4 ? e : d;
  std::uint32_t const t = by_4 ? f : e;
  std::uint32_t const bits = 8 * (shift & 3U);
  return {__funnelshift_r(p, q, bits), __funnelshift_r(q, r, bits), __funnelshift_r(r, s, bits),
          __funnelshift_r(s, t, bits)};
}

}  // namespace hapmill::cu
