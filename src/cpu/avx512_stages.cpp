// The stages for x86-64 with AVX-512 F, BW, VL and VBMI (Ice Lake, Zen 4 and later), 64 bytes per
// vector, with masks for the ends of rows. Only the functions of this file are compiled for these
// instructions.
#if defined(__x86_64__)

#define HAPMILL_TARGET_FEATURES "avx512f,avx512bw,avx512vl,avx512vbmi,avx2,bmi,bmi2,lzcnt,popcnt"

#include "cpu/column_gather.hpp"
#include "cpu/genotype_template.hpp"
#include "cpu/regular_site.hpp"
#include "cpu/stages.hpp"
#include "support/avx512_intrinsics.hpp"
#include "support/simd_target.hpp"

#include <algorithm>
#include <cstring>

namespace hapmill::cpu {

namespace {

constexpr std::uint32_t vector_bytes = 64;

HAPMILL_TARGET_INLINE __m512i splat(std::uint8_t byte) {
  return _mm512_set1_epi8(static_cast<char>(byte));
}

/// Returns a mask of the first `count` bytes, at most 64.
HAPMILL_TARGET_INLINE __mmask64 first_bytes(std::uint32_t count) {
  return _bzhi_u64(~std::uint64_t{0}, count);
}

HAPMILL_TARGET_INLINE __m512i table_of(ByteSet const& set) {
  return _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<__m128i const*>(set.low)));
}

/// Returns a mask of the bytes that are in the set.
HAPMILL_TARGET_INLINE __mmask64 is_in(__m512i low_table, __m512i bytes) {
  auto const high_table =
      _mm512_broadcast_i32x4(_mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0));
  auto const nibble = _mm512_set1_epi8(15);
  auto const low = _mm512_shuffle_epi8(low_table, _mm512_and_si512(bytes, nibble));
  auto const high =
      _mm512_shuffle_epi8(high_table, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), nibble));
  return _mm512_test_epi8_mask(low, high);
}

/// Returns a mask of the bytes that are not printable ASCII: those up to ' ', and those from 127
/// on, which become negative when one is added.
HAPMILL_TARGET_INLINE __mmask64 is_unprintable(__m512i bytes) {
  return _mm512_cmple_epi8_mask(_mm512_add_epi8(bytes, splat(1)), splat(' ' + 1));
}

/// Parses CHROM, POS and REF of rows. Its vectors stay the same for a run.
struct Head {
  __m256i contig;  ///< the first 32 bytes of CHROM and its delimiter
  std::uint32_t contig_mask;
  std::uint32_t contig_bytes;  ///< bytes of CHROM and its delimiter

  HAPMILL_TARGET_INLINE explicit Head(RegularRows const& rows) {
    contig_bytes = static_cast<std::uint32_t>(rows.contig.size()) + 1;
    contig = _mm256_load_si256(reinterpret_cast<__m256i const*>(rows.contig_begin));
    contig_mask = _bzhi_u32(~0U, contig_bytes < 32 ? contig_bytes : 32);
  }

  HAPMILL_TARGET_INLINE bool begins(char const* row, std::string_view name, char delimiter) const {
    auto const bytes = _mm256_loadu_si256(reinterpret_cast<__m256i const*>(row));
    if (_mm256_mask_cmpneq_epu8_mask(contig_mask, bytes, contig) != 0) return false;
    return contig_bytes <= 32 ||
           (std::memcmp(row, name.data(), name.size()) == 0 && row[name.size()] == delimiter);
  }

  /// Returns the offset of the first cell of a regular row, or 0.
  HAPMILL_TARGET_INLINE std::uint32_t parse(RegularRows const& rows, char delimiter) const {
    if (!begins(rows.cursor, rows.contig, delimiter)) return 0;
    char const* const digits = rows.cursor + contig_bytes;
    auto const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(digits));
    auto const values = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    std::uint32_t const others = _mm_cmpgt_epu8_mask(values, _mm_set1_epi8(9));
    std::uint32_t const count = _tzcnt_u32(others);
    if (count - 1 >= max_regular_digits || *digits == '0') return 0;
    if (digits[count] != delimiter || digits[count + 2] != delimiter) return 0;
    return contig_bytes + count + 3;
  }
};

/// The properties of the cells of one row together.
struct CellSums {
  __mmask64 bad = 0;  ///< cells that are not printable ASCII, or ambiguous
  __mmask64 alternate = 0;
  __mmask64 missing = 0;
  __mmask64 deletion = 0;

  HAPMILL_TARGET_INLINE CellSums() {}
};

/// Encodes the cells of rows. `is_plain` is the value of CellRules::is_plain().
template <bool is_plain>
struct CellCoder {
  CellRules const& rules;
  /// Columns in whole steps of 64; the byte after the last cell is not read.
  std::size_t whole_columns;
  bool has_tail;
  /// The bytes and cells of the last step that belong to the row.
  __mmask64 tail_low, tail_high, tail_cells;
  __m512i delimiters, missing, ambiguous, deletion, deletion_code, unpack;

  HAPMILL_TARGET_INLINE explicit CellCoder(CellRules const& cell_rules) : rules{cell_rules} {
    std::size_t const bytes = 2 * std::size_t{rules.column_count} - 1;
    whole_columns = bytes / (2 * vector_bytes) * vector_bytes;
    auto const rest = static_cast<std::uint32_t>(bytes - 2 * whole_columns);
    has_tail = rest != 0;
    tail_low = first_bytes(rest < 64 ? rest : 64);
    tail_high = first_bytes(rest < 64 ? 0 : rest - 64);
    tail_cells = first_bytes((rest + 1) / 2);
    delimiters = _mm512_set1_epi16(static_cast<short>(rules.delimiter << 8));
    missing = is_plain ? splat(rules.only_missing) : table_of(rules.missing);
    ambiguous = table_of(rules.ambiguous);
    deletion = splat(rules.deletion);
    deletion_code = splat(rules.deletion_code);
    unpack = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
  }

  /// Encodes 64 cells and stores their codes.
  template <bool is_tail>
  HAPMILL_TARGET_INLINE void encode(char const* text, __m512i ref, ByteCode* codes,
                                    std::size_t column, CellSums& sums) const {
    auto low = _mm512_xor_si512(_mm512_loadu_si512(text), delimiters);
    auto high = _mm512_xor_si512(_mm512_loadu_si512(text + vector_bytes), delimiters);
    if constexpr (is_tail) {
      low = _mm512_maskz_mov_epi8(tail_low, low);
      high = _mm512_maskz_mov_epi8(tail_high, high);
    }
    // A pair whose second byte is not the delimiter saturates to 0 or 255, which no cell may be.
    auto cells = _mm512_permutexvar_epi64(unpack, _mm512_packus_epi16(low, high));
    if constexpr (is_tail) cells = _mm512_mask_mov_epi8(ref, tail_cells, cells);
    __mmask64 is_missing;
    if constexpr (is_plain) {
      sums.bad |= is_unprintable(cells);
      is_missing = _mm512_cmpeq_epi8_mask(cells, missing);
    } else {
      is_missing = apply_rules(cells, column, sums);
    }
    sums.alternate |= _mm512_mask_cmpneq_epu8_mask(~is_missing, cells, ref);
    if constexpr (!is_plain) {
      sums.missing |= is_missing;
      sums.deletion |= _mm512_mask_cmpeq_epu8_mask(~is_missing, cells, deletion_code);
    }
    auto const missing_bits = _mm512_maskz_mov_epi8(is_missing, splat(0x80));
    _mm512_storeu_si512(codes + column, _mm512_or_si512(cells, missing_bits));
  }

  /// Folds the case of `cells` and replaces deletions by `*`. Returns a mask of the missing cells.
  HAPMILL_TARGET_INLINE __mmask64 apply_rules(__m512i& cells, std::size_t column,
                                              CellSums& sums) const {
    if (rules.fold_case) {
      auto const is_lower =
          _mm512_cmple_epu8_mask(_mm512_sub_epi8(cells, splat('a')), splat('z' - 'a'));
      cells = _mm512_mask_sub_epi8(cells, is_lower, cells, splat('a' - 'A'));
    }
    sums.bad |= is_unprintable(cells);
    if (!rules.ambiguous.empty) sums.bad |= is_in(ambiguous, cells);
    auto is_missing = is_in(missing, cells);
    if (rules.deletion_is_star) {
      cells = _mm512_mask_mov_epi8(cells, _mm512_cmpeq_epi8_mask(cells, deletion), splat('*'));
    }
    if (rules.uncounted != nullptr) {
      is_missing |= _mm512_movepi8_mask(_mm512_loadu_si512(rules.uncounted + column));
    }
    return is_missing;
  }

  /// Encodes the cells of one row and returns what the row is.
  HAPMILL_TARGET_INLINE RowKind encode_row(char const* cells, RegularRows& rows) const {
    CellSums sums;
    auto const ref = splat(rows.ref_code);
    ByteCode* const codes = rows.codes;
    std::size_t column = 0;
    for (; column != whole_columns; column += vector_bytes) {
      encode<false>(cells + 2 * column, ref, codes, column, sums);
    }
    if (has_tail) encode<true>(cells + 2 * column, ref, codes, column, sums);
    if (sums.bad != 0) return RowKind::irregular;
    rows.has_missing = is_plain || sums.missing != 0;
    rows.has_deletion = is_plain || sums.deletion != 0;
    return sums.alternate != 0 ? RowKind::site : RowKind::non_variant;
  }
};

/// Writes ALT, separated by commas, in order of first appearance. Returns its end.
HAPMILL_TARGET_INLINE char* put_alternates(CellRules const& rules, RegularRows const& rows,
                                           char* const begin) {
  auto const ref = splat(rows.ref_code);
  auto known = ref;  // the first alternate, as soon as it is known
  ByteCode const* const codes_end = rows.codes + rules.column_count;
  char* out = begin;
  for (ByteCode const* at = rows.codes; at < codes_end; at += vector_bytes) {
    auto const codes = _mm512_loadu_si512(at);
    auto rest = _mm512_mask_cmpneq_epu8_mask(~_mm512_movepi8_mask(codes), codes, ref);
    rest = _mm512_mask_cmpneq_epu8_mask(rest, codes, known);
    if (rest == 0) continue;
    for (char const* other = begin + 2; other < out; other += 2) {
      rest = _mm512_mask_cmpneq_epu8_mask(rest, codes, splat(static_cast<std::uint8_t>(*other)));
    }
    while (rest != 0) {
      ByteCode const found = at[_tzcnt_u64(rest)];
      *out++ = static_cast<char>(found);
      *out++ = ',';
      rest = _mm512_mask_cmpneq_epu8_mask(rest, codes, splat(found));
    }
    known = splat(static_cast<std::uint8_t>(*begin));
  }
  return out - 1;
}

HAPMILL_TARGET_INLINE void print_alleles(CellRules const& rules, RegularRows const& rows,
                                         Printing const& printing, std::uint8_t* printed) {
  auto const deletion_code = splat(rules.deletion_code);
  auto const deletion = splat(printing.deletion);
  auto const missing = splat(printing.missing);
  auto const own_bits = splat(printing.missing != 0 ? 0 : 0x7F);
  ByteCode const* const codes_begin = rows.codes;
  std::size_t const column_count = rules.column_count;
  for (std::size_t at = 0; at < column_count; at += vector_bytes) {
    auto const codes = _mm512_loadu_si512(codes_begin + at);
    auto const called =
        _mm512_mask_mov_epi8(codes, _mm512_cmpeq_epi8_mask(codes, deletion_code), deletion);
    auto const uncalled = _mm512_or_si512(missing, _mm512_and_si512(codes, own_bits));
    _mm512_storeu_si512(printed + at,
                        _mm512_mask_mov_epi8(called, _mm512_movepi8_mask(codes), uncalled));
  }
}

HAPMILL_TARGET_INLINE void gather_columns(ColumnGather const& gather, std::uint8_t const* printed,
                                          std::uint8_t* alleles) {
  if (gather.is_scattered()) {
    for (auto const column : gather.columns()) *alleles++ = printed[column];
    return;
  }
  std::uint8_t const* shuffle = gather.shuffle();
  auto sum = _mm512_setzero_si512();
  for (auto const& step : gather.steps()) {
    auto const order = _mm512_loadu_si512(shuffle);
    auto const source = _mm512_loadu_si512(printed + step.source);
    sum = _mm512_mask_permutexvar_epi8(sum, ~_mm512_movepi8_mask(order), order, source);
    shuffle += vector_bytes;
    if (step.steps_left != 0) continue;
    _mm512_storeu_si512(alleles + step.out, sum);
  }
}

HAPMILL_TARGET_INLINE void expand(GenotypeTemplate const& genotypes, std::uint8_t const* alleles,
                                  char* out) {
  std::uint32_t const* const first_allele = genotypes.first_allele();
  std::uint8_t const* const shuffle = genotypes.shuffle();
  char const* const text = genotypes.text();
  std::size_t const block_count = genotypes.block_count();
  for (std::size_t block = 0; block < block_count; ++block) {
    auto const order = _mm512_loadu_si512(shuffle + block * vector_bytes);
    auto const source = _mm512_loadu_si512(alleles + first_allele[block]);
    auto const fixed = _mm512_loadu_si512(text + block * vector_bytes);
    _mm512_storeu_si512(
        out + block * vector_bytes,
        _mm512_mask_permutexvar_epi8(fixed, ~_mm512_movepi8_mask(order), order, source));
  }
}

HAPMILL_TARGET_INLINE std::uint32_t count_equal(std::uint8_t const* alleles, std::size_t count,
                                                std::uint8_t value) {
  auto const wanted = splat(value);
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at < count; at += vector_bytes) {
    sum += static_cast<std::uint64_t>(
        _mm_popcnt_u64(_mm512_cmpeq_epi8_mask(_mm512_loadu_si512(alleles + at), wanted)));
  }
  return static_cast<std::uint32_t>(sum);
}

HAPMILL_TARGET_INLINE MissingNumbers count_missing(std::uint8_t const* alleles, std::size_t count,
                                                   std::uint8_t value) {
  auto const wanted = splat(value);
  MissingNumbers missing{0, 0};
  for (std::size_t at = 0; at < count; at += vector_bytes) {
    std::uint64_t const mask = _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(alleles + at), wanted);
    missing.alleles += static_cast<std::uint32_t>(_mm_popcnt_u64(mask));
    missing.pairs +=
        static_cast<std::uint32_t>(_mm_popcnt_u64(mask & mask >> 1 & 0x5555555555555555U));
  }
  return missing;
}

#include "cpu/convert_rows.inl"

bool is_supported() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}

}  // namespace

Stages const avx512_stages{"avx512", is_supported, 64, 64, 64, convert_rows, write_site};

}  // namespace hapmill::cpu

#endif
