#pragma once

#include "hapmill/support/host_device.hpp"

#include <cuda_runtime.h>

#include <cstdint>

namespace hapmill::cu {

// The genotype part of a record consists of one text per sample, called a *unit*: bytes that are
// the same for every site of a contig, with one or two places for alleles. It is written in
// *windows* of 16 aligned bytes. The place in a unit at which a window starts determines all of its
// bytes except the alleles.
//
// A kind of unit is a struct with
//   std::uint32_t size() const;           bytes of a unit
//   std::uint32_t place_count() const;    places for alleles in a unit
//   char byte(std::uint32_t at) const;    byte `at` of the unit, 0 at a place for an allele
// A window has room for 8 places, so units of one place have at least 2 bytes, units of two at
// least 4.

/// The content of a window that starts at a certain byte of a unit.
struct alignas(16) GenotypeWindow {
  uint4 text;                 ///< its bytes, 0 at the place of an allele
  uint4 places;               ///< 0xFF at the place of an allele, else 0
  uint2 shuffle;              ///< [4 bits per byte] which allele, counted from the window's first
  std::uint32_t first_place;  ///< places of the unit before the window
  std::uint32_t padding;      ///< keeps every byte initialised
};

/// The most bytes of a unit.
inline constexpr std::uint32_t max_unit_size = 32;
/// Bytes that are read past the last allele.
inline constexpr std::uint32_t alleles_padding = 16;

/// Makes the window that starts at byte `begin` of a unit.
template <class Unit>
__device__ GenotypeWindow make_window(Unit const& unit, std::uint32_t begin) {
  std::uint32_t text[4] = {};
  std::uint32_t places[4] = {};
  std::uint32_t shuffle[4] = {};
  std::uint32_t first_place = 0;
  for (std::uint32_t at = 0; at < begin; ++at) first_place += unit.byte(at) == 0 ? 1 : 0;
  std::uint32_t at = begin;
  std::uint32_t place = 0;
  for (std::uint32_t w = 0; w < 4; ++w) {
    for (std::uint32_t i = 0; i < 4; ++i) {
      auto const byte = static_cast<std::uint32_t>(static_cast<unsigned char>(unit.byte(at)));
      bool const is_place = byte == 0;
      text[w] |= byte << (8 * i);
      places[w] |= is_place ? 0xFFU << (8 * i) : 0U;
      shuffle[w] |= is_place ? place << (4 * i) : 0U;
      place += is_place ? 1 : 0;
      if (++at == unit.size()) at = 0;
    }
  }
  return {{text[0], text[1], text[2], text[3]},
          {places[0], places[1], places[2], places[3]},
          {shuffle[0] | shuffle[1] << 16, shuffle[2] | shuffle[3] << 16},
          first_place,
          0};
}

/// Makes the windows that start at each byte of a unit. `windows` has room for unit.size().
template <class Lanes, class Unit>
__device__ void make_windows(Lanes lanes, Unit const& unit, GenotypeWindow* windows) {
  for (std::uint32_t at = lanes.rank(); at < unit.size(); at += lanes.size()) {
    windows[at] = make_window(unit, at);
  }
  lanes.sync();
}

/// The units of all samples. `alleles` has their alleles, one after another; it is aligned to 4
/// bytes and can be read alleles_padding bytes past the last. Owns nothing.
struct GenotypeText {
  GenotypeWindow const* windows;
  char const* alleles;
  std::uint32_t unit_size;
  std::uint32_t place_count;  ///< places in a unit

  /// Returns the 16 bytes that start at byte `begin` of unit `unit`.
  __device__ uint4 bytes(std::uint32_t unit, std::uint32_t begin) const {
    GenotypeWindow const window = windows[begin];
    std::uint32_t const first = unit * place_count + window.first_place;
    auto const* const words = reinterpret_cast<std::uint32_t const*>(alleles) + first / 4;
    std::uint32_t const low = __funnelshift_r(words[0], words[1], 8 * (first % 4));
    std::uint32_t const high = __funnelshift_r(words[1], words[2], 8 * (first % 4));
    auto const fill = [&](std::uint32_t text, std::uint32_t places, std::uint32_t shuffle) {
      return text | (__byte_perm(low, high, shuffle) & places);
    };
    return {fill(window.text.x, window.places.x, window.shuffle.x & 0xFFFFU),
            fill(window.text.y, window.places.y, window.shuffle.x >> 16),
            fill(window.text.z, window.places.z, window.shuffle.y & 0xFFFFU),
            fill(window.text.w, window.places.w, window.shuffle.y >> 16)};
  }

  /// Returns the byte at offset `at` of the whole text.
  __device__ char byte(std::uint32_t at) const {
    std::uint32_t const unit = at / unit_size;
    GenotypeWindow const& window = windows[at % unit_size];
    if ((window.places.x & 0xFFU) == 0) return static_cast<char>(window.text.x & 0xFFU);
    return alleles[unit * place_count + window.first_place];
  }
};

/// Writes the first `size` bytes of the text to `out`, which need not be aligned.
template <class Lanes>
__device__ void write_genotypes(Lanes lanes, GenotypeText const& text, std::uint32_t size,
                                char* out) {
  // Words that are shared with neighbouring bytes are written byte by byte.
  auto const past_word = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(out) & 15U);
  std::uint32_t const head = past_word == 0 ? 0 : 16 - past_word;
  std::uint32_t const words_begin = head < size ? head : size;
  std::uint32_t const words_end = words_begin + (size - words_begin) / 16 * 16;
  for (std::uint32_t at = lanes.rank(); at < words_begin; at += lanes.size()) {
    out[at] = text.byte(at);
  }
  std::uint32_t at = words_begin + 16 * lanes.rank();
  std::uint32_t unit = at / text.unit_size;
  std::uint32_t begin = at % text.unit_size;
  std::uint32_t const units_on = 16 * lanes.size() / text.unit_size;
  std::uint32_t const bytes_on = 16 * lanes.size() % text.unit_size;
  for (; at < words_end; at += 16 * lanes.size()) {
    *reinterpret_cast<uint4*>(out + at) = text.bytes(unit, begin);
    unit += units_on;
    begin += bytes_on;
    if (begin >= text.unit_size) {
      begin -= text.unit_size;
      ++unit;
    }
  }
  for (at = words_end + lanes.rank(); at < size; at += lanes.size()) out[at] = text.byte(at);
}

}  // namespace hapmill::cu
