#pragma once

#include "allele_gather.cuh"
#include "bytes.cuh"
#include "row_batch.cuh"

#include "hapmill/model/vcf_site.hpp"

#include <cstdint>

namespace hapmill::cu {

/// Alternates of a site whose alleles are numbered by one byte each, at most.
inline constexpr std::uint32_t most_byte_alternates = 9;

/// The bytes by which a kind of record holds the numbers of alleles: 0 is REF, k the k-th
/// alternate.
struct AlleleNumbers {
  std::uint32_t first;
  std::uint32_t step;
  std::uint32_t missing;
  std::uint32_t phase_bits;  ///< set in each four of them

  /// Those of 16 codes.
  __device__ uint4 of(Site<ByteCode> const& site, uint4 codes) const {
    std::uint32_t const ref = repeat_byte(first);
    uint4 numbers{ref, ref, ref, ref};
    for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
      std::uint32_t const code = site.alternates[k];
      std::uint32_t const more = repeat_byte(step * (k + 1));
      numbers.x += mask_of_high_bits(equal_bytes(codes.x, code)) & more;
      numbers.y += mask_of_high_bits(equal_bytes(codes.y, code)) & more;
      numbers.z += mask_of_high_bits(equal_bytes(codes.z, code)) & more;
      numbers.w += mask_of_high_bits(equal_bytes(codes.w, code)) & more;
    }
    return {finish(numbers.x, codes.x), finish(numbers.y, codes.y), finish(numbers.z, codes.z),
            finish(numbers.w, codes.w)};
  }

 private:
  __device__ std::uint32_t finish(std::uint32_t numbers, std::uint32_t codes) const {
    std::uint32_t const mask = mask_of_high_bits(codes);
    return (numbers & ~mask) | (repeat_byte(missing) & mask) | phase_bits;
  }
};

/// Numbers `count` codes. Both arrays hold alleles_room(count) bytes, which are read and written
/// whole; they may be the same.
template <class Lanes>
__device__ void number_alleles(Lanes lanes, Site<ByteCode> const& site,
                               AlleleNumbers const& numbers, ByteCode const* codes,
                               std::uint32_t count, char* out) {
  for (std::uint32_t at = cells_padding * lanes.rank(); at < alleles_room(count);
       at += cells_padding * lanes.size()) {
    uint4 const words = *reinterpret_cast<uint4 const*>(codes + at);
    *reinterpret_cast<uint4*>(out + at) = numbers.of(site, words);
  }
  lanes.sync();
}

/// Sums, over `count` codes, the bits that `bits_of(word)` sets for four of them.
template <class Lanes, class BitsOf>
__device__ std::uint32_t sum_bits(Lanes lanes, ByteCode const* codes, std::uint32_t count,
                                  BitsOf const& bits_of) {
  std::uint32_t sum = 0;
  for (std::uint32_t at = cells_padding * lanes.rank(); at < count;
       at += cells_padding * lanes.size()) {
    uint4 const words = *reinterpret_cast<uint4 const*>(codes + at);
    auto const sum_of = [&](std::uint32_t word, std::uint32_t begin) {
      std::uint32_t const left = at + begin < count ? count - at - begin : 0;
      return bit_count(bits_of(word) & first_bytes(left));
    };
    sum += sum_of(words.x, 0) + sum_of(words.y, 4) + sum_of(words.z, 8) + sum_of(words.w, 12);
  }
  std::uint32_t total = 0;
  lanes.exclusive_sum(sum, total);
  return total;
}

/// What count_genotypes counts, where all samples have `ploidy` columns and half-calls print what
/// their cells do. `codes` are those of the samples' columns, in order.
template <class Lanes>
__device__ GenotypeCounts count_codes(Lanes lanes, Site<ByteCode> const& site,
                                      ByteCode const* codes, GenotypeFormat const& format,
                                      std::uint32_t ploidy, std::uint32_t* per_alternate) {
  std::uint32_t const count = format.sample_count * ploidy;
  for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
    std::uint32_t const code = site.alternates[k];
    std::uint32_t const sum =
        sum_bits(lanes, codes, count, [&](std::uint32_t word) { return equal_bytes(word, code); });
    if (lanes.rank() == 0) per_alternate[k] = sum;
  }
  lanes.sync();
  GenotypeCounts counts{count, format.sample_count, per_alternate};
  if (!site.has_missing || format.missing != MissingPolicy::dot) return counts;
  std::uint32_t const missing =
      sum_bits(lanes, codes, count, [](std::uint32_t word) { return word & high_bits; });
  counts.called_alleles -= missing;
  if (ploidy == 1) {
    counts.called_samples -= missing;
  } else {
    constexpr std::uint32_t second_bits = high_bits & 0xFF00FF00U;
    counts.called_samples -= sum_bits(
        lanes, codes, count, [](std::uint32_t word) { return word & word << 8 & second_bits; });
  }
  return counts;
}

}  // namespace hapmill::cu
