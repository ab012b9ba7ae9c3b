// x86-64 with AVX2 and BMI2: masks of 64 bytes, calls written one after another.
#if defined(__x86_64__)

#include <immintrin.h>

#include <cstring>

#include "input/cell_picker.hpp"

#define HAPMILL_AVX2_TARGET gnu::target("avx2,bmi,bmi2,popcnt")
#define HAPMILL_TARGET [[HAPMILL_AVX2_TARGET]]
#define HAPMILL_TARGET_INLINE [[HAPMILL_AVX2_TARGET, gnu::always_inline]] inline

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

 private:
  __m256i low_;
  __m256i high_;
};

HAPMILL_TARGET_INLINE __m256i is_low(char const* text, std::uint8_t least) {
  __m256i const first = digits(load(text + 1));
  __m256i const second = digits(load(text + 2));
  __m256i const twice = _mm256_add_epi8(first, first);
  __m256i const four_times = _mm256_add_epi8(twice, twice);
  __m256i const tens = _mm256_add_epi8(_mm256_add_epi8(four_times, four_times), twice);
  __m256i const has_two = at_most(second, _mm256_set1_epi8(9));
  __m256i const number = _mm256_blendv_epi8(first, _mm256_add_epi8(tens, second), has_two);
  return at_most(number, _mm256_set1_epi8(static_cast<char>(least - 1)));
}

HAPMILL_TARGET_INLINE std::uint64_t find_low(char const* text, std::uint8_t least) {
  return mask_of(is_low(text, least), is_low(text + 32, least));
}

HAPMILL_TARGET_INLINE char* put_calls(char const* text, std::uint64_t ends, std::uint64_t low,
                                      CellPattern const& pattern, char* to) {
  for (; ends != 0; ends &= ends - 1, to += 2) {
    auto const at = static_cast<std::int64_t>(_tzcnt_u64(ends));
    char const call = text[at - 1];
    to[0] = (low >> at & 1) != 0 ? pattern.missing : call;
    to[1] = pattern.delimiter;
  }
  return to;
}

}  // namespace

}  // namespace hapmill

#include "input/cell_picker.inl"

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
