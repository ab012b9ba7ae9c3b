// x86-64 with AVX-512 F, BW, VL and VBMI2 (Ice Lake, Zen 4 and later): calls are brought together
// by one instruction.
#if defined(__x86_64__)

#define HAPMILL_TARGET_FEATURES "avx512f,avx512bw,avx512vl,avx512vbmi2,avx2,bmi,bmi2,popcnt"

#include "dialects/cell_picker.hpp"
#include "support/avx512_intrinsics.hpp"
#include "support/simd_target.hpp"

namespace hapmill {

namespace {

HAPMILL_TARGET_INLINE __m512i digits(__m512i bytes) {
  return _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
}

class Block {
 public:
  HAPMILL_TARGET_INLINE explicit Block(char const* text) : bytes_{_mm512_loadu_si512(text)} {}

  HAPMILL_TARGET_INLINE std::uint64_t is(char byte) const {
    return _mm512_cmpeq_epi8_mask(bytes_, _mm512_set1_epi8(byte));
  }
  HAPMILL_TARGET_INLINE std::uint64_t is_no_digit() const {
    return _mm512_cmpgt_epu8_mask(digits(bytes_), _mm512_set1_epi8(9));
  }
  HAPMILL_TARGET_INLINE void write(char* to) const { _mm512_storeu_si512(to, bytes_); }

 private:
  __m512i bytes_;
};

class CallWriter {
 public:
  HAPMILL_TARGET_INLINE explicit CallWriter(CellPattern const& pattern)
      : missing_{_mm512_set1_epi8(pattern.missing)},
        least_{_mm512_set1_epi8(static_cast<char>(pattern.least_quality))},
        delimiters_{_mm512_set1_epi16(
            static_cast<short>(static_cast<unsigned char>(pattern.delimiter) << 8))} {}

  /// A call takes three bytes at the least, so there are no more than 32 of them.
  template <bool reads_quality>
  HAPMILL_TARGET_INLINE char* write(char const* text, std::uint64_t ends, char* out) const {
    __m512i bytes = _mm512_loadu_si512(text - 1);
    if (reads_quality) bytes = _mm512_mask_mov_epi8(bytes, find_low(text), missing_);
    __m512i const calls = _mm512_maskz_compress_epi8(ends, bytes);
    __m512i const wide = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(calls));
    _mm512_storeu_si512(out, _mm512_or_si512(wide, delimiters_));
    return out + 2 * _mm_popcnt_u64(ends);
  }

 private:
  /// Bytes behind which a number begins that is too low.
  HAPMILL_TARGET_INLINE __mmask64 find_low(char const* text) const {
    __m512i const first = digits(_mm512_loadu_si512(text + 1));
    __m512i const second = digits(_mm512_loadu_si512(text + 2));
    __m512i const twice = _mm512_add_epi8(first, first);
    __m512i const four_times = _mm512_add_epi8(twice, twice);
    __m512i const tens = _mm512_add_epi8(_mm512_add_epi8(four_times, four_times), twice);
    __mmask64 const has_two = _mm512_cmple_epu8_mask(second, _mm512_set1_epi8(9));
    __m512i const number = _mm512_mask_add_epi8(first, has_two, tens, second);
    return _mm512_cmplt_epu8_mask(number, least_);
  }

  __m512i missing_;
  __m512i least_;
  __m512i delimiters_;
};

}  // namespace

}  // namespace hapmill

#include "dialects/pick_cells.inl"

namespace hapmill {

namespace {

bool is_supported() {
  return avx2_cell_picker.is_supported() && __builtin_cpu_supports("avx512f") != 0 &&
         __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
         __builtin_cpu_supports("avx512vbmi2") != 0;
}

}  // namespace

CellPicker const avx512_cell_picker{"avx512", is_supported, pick};

}  // namespace hapmill

#endif
