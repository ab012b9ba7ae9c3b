#pragma once

#include "allele_gather.cuh"
#include "bytes.cuh"
#include "row_batch.cuh"

#include "hapmill/model/allele_numbers.hpp"
#include "hapmill/model/vcf_site.hpp"

#include <cstdint>

namespace hapmill::cu {

// Numbers and counts the alleles of a site, for VCF and BCF records of rows with one-byte cells.

/// Makes the bytes that VCF or BCF records have for alleles, 16 at a time.
struct AlleleNumbering {
  AlleleNumbers numbers;
  std::uint32_t phase_bits;  ///< set in each word of four alleles

  /// Returns the bytes for 16 codes.
  __device__ uint4 of(Site<ByteCode> const& site, uint4 codes) const {
    std::uint32_t const ref = repeat_byte(numbers.first);
    uint4 words{ref, ref, ref, ref};
    for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
      std::uint32_t const code = site.alternates[k];
      std::uint32_t const more = repeat_byte(numbers.step * (k + 1));
      words.x += mask_of_high_bits(equal_bytes(codes.x, code)) & more;
      words.y += mask_of_high_bits(equal_bytes(codes.y, code)) & more;
      words.z += mask_of_high_bits(equal_bytes(codes.z, code)) & more;
      words.w += mask_of_high_bits(equal_bytes(codes.w, code)) & more;
    }
    return {finish(words.x, codes.x), finish(words.y, codes.y), finish(words.z, codes.z),
            finish(words.w, codes.w)};
  }

 private:
  __device__ std::uint32_t finish(std::uint32_t word, std::uint32_t codes) const {
    std::uint32_t const mask = mask_of_high_bits(codes);
    return (word & ~mask) | (repeat_byte(numbers.missing) & mask) | phase_bits;
  }
};

/// Writes the bytes for `count` codes to `out`. Both arrays have alleles_room(count) bytes, all of
/// which may be read and written; they may be the same array.
template <class Lanes>
__device__ void number_alleles(Lanes lanes, Site<ByteCode> const& site,
                               AlleleNumbering const& numbering, ByteCode const* codes,
                               std::uint32_t count, char* out) {
  for (std::uint32_t at = cells_padding * lanes.rank(); at < alleles_room(count);
       at += cells_padding * lanes.size()) {
    uint4 const words = *reinterpret_cast<uint4 const*>(codes + at);
    *reinterpret_cast<uint4*>(out + at) = numbering.of(site, words);
  }
  lanes.sync();
}

/// Returns the number of bits that `bits_of(word)` sets, over all words of four codes among `count`
/// codes.
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

/// Counts the same genotypes as count_genotypes, for samples that all have `ploidy` columns and
/// half-calls that print each allele on its own. `codes` are the codes of the samples' columns, in
/// output order.
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
