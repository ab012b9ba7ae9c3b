// x86-64 with AVX2 and BMI2: masks of 64 bytes; calls are brought together by shuffles, those of
// eight bytes at a time.
#if defined(__x86_64__)

#define HAPMILL_TARGET_FEATURES "avx2,bmi,bmi2,popcnt"

#include "dialects/cell_picker.hpp"
#include "support/simd_target.hpp"

#include <immintrin.h>

namespace hapmill {

namespace {

HAPMILL_TARGET_INLINE __m256i load(char const* text) {
  return _mm256_loadu_si256(reinterpret_cast<__m256i const*>(text));
}

HAPMILL_TARGET_INLINE std::uint64_t mask_of(__m256i low, __m256i high) {
  auto const low_mask = static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
  auto const high_mask = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
  return low_mask | std::uint64_t{high_mask} << 32;
}

/// Bytes of which the first is not more than the second, as unsigned numbers.
HAPMILL_TARGET_INLINE __m256i at_most(__m256i bytes, __m256i most) {
  return _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, most), bytes);
}

HAPMILL_TARGET_INLINE __m256i digits(__m256i bytes) {
  return _mm256_sub_epi8(bytes, _mm256_set1_epi8('0'));
}

class Block {
 public:
  HAPMILL_TARGET_INLINE explicit Block(char const* text)
      : low_{load(text)}, high_{load(text + 32)} {}

  HAPMILL_TARGET_INLINE std::uint64_t is(char byte) const {
    __m256i const wanted = _mm256_set1_epi8(byte);
    return mask_of(_mm256_cmpeq_epi8(low_, wanted), _mm256_cmpeq_epi8(high_, wanted));
  }
  HAPMILL_TARGET_INLINE std::uint64_t is_no_digit() const {
    __m256i const nine = _mm256_set1_epi8(9);
    return ~mask_of(at_most(digits(low_), nine), at_most(digits(high_), nine));
  }
  HAPMILL_TARGET_INLINE void write(char* to) const {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), low_);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + 32), high_);
  }

 private:
  __m256i low_;
  __m256i high_;
};

/// For each set of eight bytes, a shuffle that brings those of the set to the front, at every other
/// byte. More than four do not fit: cells have three bytes and more.
struct Shuffles {
  constexpr Shuffles() : of_set{} {
    for (std::uint32_t set = 0; set < 256; ++set) {
      std::uint64_t shuffle = 0x8080808080808080;
      std::uint32_t place = 0;
      for (std::uint32_t byte = 0; byte < 8 && place < 64; ++byte) {
        if ((set >> byte & 1) == 0) continue;
        shuffle &= ~(std::uint64_t{0xFF} << place);
        shuffle |= std::uint64_t{byte} << place;
        place += 16;
      }
      of_set[set] = shuffle;
    }
  }
  std::uint64_t of_set[256];
};
constexpr Shuffles shuffles;

class CallWriter {
 public:
  HAPMILL_TARGET_INLINE explicit CallWriter(CellPattern const& pattern)
      : missing_{_mm256_set1_epi8(pattern.missing)},
        most_{_mm256_set1_epi8(static_cast<char>(pattern.least_quality - 1))},
        delimiters_{_mm_set1_epi16(
            static_cast<short>(static_cast<unsigned char>(pattern.delimiter) << 8))} {}

  template <bool reads_quality>
  HAPMILL_TARGET_INLINE char* write(char const* text, std::uint64_t ends, char* out) const {
    for (int half = 0; half < 2; ++half, text += 32, ends >>= 32) {
      __m256i bytes = load(text - 1);
      if (reads_quality) bytes = _mm256_blendv_epi8(bytes, missing_, is_low(text));
      out = write_lane(_mm256_castsi256_si128(bytes), ends & 0xFFFF, out);
      out = write_lane(_mm256_extracti128_si256(bytes, 1), ends >> 16 & 0xFFFF, out);
    }
    return out;
  }

 private:
  HAPMILL_TARGET_INLINE char* write_lane(__m128i bytes, std::uint64_t ends, char* out) const {
    out = write_calls(bytes, ends & 0xFF, out);
    return write_calls(_mm_srli_si128(bytes, 8), ends >> 8, out);
  }
  HAPMILL_TARGET_INLINE char* write_calls(__m128i bytes, std::uint64_t ends, char* out) const {
    __m128i const shuffle = _mm_cvtsi64_si128(static_cast<long long>(shuffles.of_set[ends]));
    __m128i const calls = _mm_or_si128(_mm_shuffle_epi8(bytes, shuffle), delimiters_);
    _mm_storel_epi64(reinterpret_cast<__m128i*>(out), calls);
    return out + 2 * _mm_popcnt_u64(ends);
  }
  /// Bytes behind which a number begins that is too low.
  HAPMILL_TARGET_INLINE __m256i is_low(char const* text) const {
    __m256i const first = digits(load(text + 1));
    __m256i const second = digits(load(text + 2));
    __m256i const twice = _mm256_add_epi8(first, first);
    __m256i const four_times = _mm256_add_epi8(twice, twice);
    __m256i const tens = _mm256_add_epi8(_mm256_add_epi8(four_times, four_times), twice);
    __m256i const has_two = at_most(second, _mm256_set1_epi8(9));
    __m256i const number = _mm256_blendv_epi8(first, _mm256_add_epi8(tens, second), has_two);
    return at_most(number, most_);
  }

  __m256i missing_;
  __m256i most_;
  __m128i delimiters_;
};

}  // namespace

}  // namespace hapmill

#include "dialects/pick_cells.inl"

namespace hapmill {

namespace {

bool is_supported() {
  return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
         __builtin_cpu_supports("bmi2") != 0 && __builtin_cpu_supports("popcnt") != 0;
}

}  // namespace

CellPicker const avx2_cell_picker{"avx2", is_supported, pick};

}  // namespace hapmill

#endif
