// The stages for x86-64 with AVX2 and BMI, 32 bytes per vector. Only the functions of this file are
// compiled for these instructions.
#if defined(__x86_64__)

#define HAPMILL_TARGET_FEATURES "avx2,bmi,bmi2,lzcnt,popcnt"

#include "cpu/column_gather.hpp"
#include "cpu/genotype_template.hpp"
#include "cpu/regular_site.hpp"
#include "cpu/stages.hpp"
#include "support/simd_target.hpp"

#include <immintrin.h>

#include <algorithm>
#include <cstring>

namespace hapmill::cpu {

namespace {

constexpr std::uint32_t vector_bytes = 32;

HAPMILL_TARGET_INLINE __m256i load(void const* at) {
  return _mm256_loadu_si256(static_cast<__m256i const*>(at));
}

HAPMILL_TARGET_INLINE void store(void* at, __m256i value) {
  _mm256_storeu_si256(static_cast<__m256i*>(at), value);
}

HAPMILL_TARGET_INLINE __m256i splat(std::uint8_t byte) {
  return _mm256_set1_epi8(static_cast<char>(byte));
}

HAPMILL_TARGET_INLINE std::uint32_t mask_of(__m256i bytes) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
}

/// Returns a vector whose first `count` bytes, at most 32, are 255, and the others 0.
HAPMILL_TARGET_INLINE __m256i first_bytes(std::uint32_t count) {
  alignas(32) static constexpr std::uint8_t sliding[64] = {
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
  return load(sliding + vector_bytes - count);
}

/// Returns 255 for each byte that is in the set, else 0.
HAPMILL_TARGET_INLINE __m256i is_in(__m256i low_table, __m256i bytes) {
  auto const high_table = _mm256_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                           1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  auto const nibble = _mm256_set1_epi8(15);
  auto const low = _mm256_shuffle_epi8(low_table, _mm256_and_si256(bytes, nibble));
  auto const high =
      _mm256_shuffle_epi8(high_table, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble));
  auto const outside = _mm256_cmpeq_epi8(_mm256_and_si256(low, high), _mm256_setzero_si256());
  return _mm256_xor_si256(outside, _mm256_set1_epi8(-1));
}

HAPMILL_TARGET_INLINE __m256i table_of(ByteSet const& set) {
  return _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<__m128i const*>(set.low)));
}

/// Parses CHROM, POS and REF of rows. Its vectors stay the same for a run.
struct Head {
  __m128i contig;  ///< the first 16 bytes of CHROM and its delimiter
  std::uint32_t contig_mask;
  std::uint32_t contig_bytes;  ///< bytes of CHROM and its delimiter

  HAPMILL_TARGET_INLINE explicit Head(RegularRows const& rows) {
    contig_bytes = static_cast<std::uint32_t>(rows.contig.size()) + 1;
    contig = _mm_load_si128(reinterpret_cast<__m128i const*>(rows.contig_begin));
    contig_mask = _bzhi_u32(0xFFFFU, contig_bytes < 16 ? contig_bytes : 16);
  }

  HAPMILL_TARGET_INLINE bool begins(char const* row, std::string_view name, char delimiter) const {
    auto const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(row));
    auto const same = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, contig)));
    if ((~same & contig_mask) != 0) return false;
    return contig_bytes <= 16 ||
           (std::memcmp(row, name.data(), name.size()) == 0 && row[name.size()] == delimiter);
  }

  /// Returns the offset of the first cell of a regular row, or 0.
  HAPMILL_TARGET_INLINE std::uint32_t parse(RegularRows const& rows, char delimiter) const {
    if (!begins(rows.cursor, rows.contig, delimiter)) return 0;
    char const* const digits = rows.cursor + contig_bytes;
    auto const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(digits));
    auto const values = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    auto const is_digit = _mm_cmpeq_epi8(_mm_min_epu8(values, _mm_set1_epi8(9)), values);
    auto const others = ~static_cast<std::uint32_t>(_mm_movemask_epi8(is_digit));
    std::uint32_t const count = _tzcnt_u32(others);
    if (count - 1 >= max_regular_digits || *digits == '0') return 0;
    if (digits[count] != delimiter || digits[count + 2] != delimiter) return 0;
    return contig_bytes + count + 3;
  }
};

/// The properties of the cells of one row together. Lanes past the last cell count as REF.
struct CellSums {
  /// The smallest byte plus one, as a signed number. It is below ' ' + 2 if any cell is not
  /// printable ASCII.
  __m256i least = _mm256_set1_epi8(127);
  __m256i ambiguous = _mm256_setzero_si256();
  __m256i settled = _mm256_set1_epi8(-1);  ///< the top bit is set if all are REF or missing
  __m256i any = _mm256_setzero_si256();    ///< the top bit is set if some are missing
  __m256i deletion = _mm256_setzero_si256();

  HAPMILL_TARGET_INLINE CellSums() {}
};

/// Encodes the cells of rows. `is_plain` is the value of CellRules::is_plain().
template <bool is_plain>
struct CellCoder {
  CellRules const& rules;
  /// Columns in whole steps of 32; the byte after the last cell is not read.
  std::size_t whole_columns;
  bool has_tail;
  /// The bytes and cells of the last step that belong to the row.
  __m256i tail_low, tail_high, tail_cells;
  __m256i delimiters, missing, ambiguous, deletion, deletion_code;

  HAPMILL_TARGET_INLINE explicit CellCoder(CellRules const& cell_rules) : rules{cell_rules} {
    std::size_t const bytes = 2 * std::size_t{rules.column_count} - 1;
    whole_columns = bytes / (2 * vector_bytes) * vector_bytes;
    auto const rest = static_cast<std::uint32_t>(bytes - 2 * whole_columns);
    has_tail = rest != 0;
    tail_low = first_bytes(rest < 32 ? rest : 32);
    tail_high = first_bytes(rest < 32 ? 0 : rest - 32);
    tail_cells = first_bytes((rest + 1) / 2);
    delimiters = _mm256_set1_epi16(static_cast<short>(rules.delimiter << 8));
    missing = is_plain ? splat(rules.only_missing) : table_of(rules.missing);
    ambiguous = table_of(rules.ambiguous);
    deletion = splat(rules.deletion);
    deletion_code = splat(rules.deletion_code);
  }

  /// Encodes 32 cells and stores their codes.
  template <bool is_tail>
  HAPMILL_TARGET_INLINE void encode(char const* text, __m256i ref, ByteCode* codes,
                                    std::size_t column, CellSums& sums) const {
    auto low = _mm256_xor_si256(load(text), delimiters);
    auto high = _mm256_xor_si256(load(text + vector_bytes), delimiters);
    if constexpr (is_tail) {
      low = _mm256_and_si256(low, tail_low);
      high = _mm256_and_si256(high, tail_high);
    }
    // A pair whose second byte is not the delimiter saturates to 0 or 255, which no cell may be.
    auto cells = _mm256_permute4x64_epi64(_mm256_packus_epi16(low, high), 0xD8);
    if constexpr (is_tail) cells = _mm256_blendv_epi8(ref, cells, tail_cells);
    if constexpr (is_plain) {
      sums.least = _mm256_min_epi8(sums.least, _mm256_add_epi8(cells, splat(1)));
      auto const is_missing = _mm256_cmpeq_epi8(cells, missing);
      cells = _mm256_or_si256(cells, _mm256_and_si256(is_missing, splat(0x80)));
    } else {
      cells = apply_rules(cells, column, sums);
    }
    auto const is_ref = _mm256_cmpeq_epi8(cells, ref);
    sums.settled = _mm256_and_si256(sums.settled, _mm256_or_si256(is_ref, cells));
    if constexpr (!is_plain) {
      sums.any = _mm256_or_si256(sums.any, cells);
      sums.deletion = _mm256_or_si256(sums.deletion, _mm256_cmpeq_epi8(cells, deletion_code));
    }
    store(codes + column, cells);
  }

  HAPMILL_TARGET_INLINE __m256i apply_rules(__m256i cells, std::size_t column,
                                            CellSums& sums) const {
    if (rules.fold_case) {
      auto const from_a = _mm256_sub_epi8(cells, splat('a'));
      auto const is_lower = _mm256_cmpeq_epi8(_mm256_min_epu8(from_a, splat(25)), from_a);
      cells = _mm256_sub_epi8(cells, _mm256_and_si256(is_lower, splat('a' - 'A')));
    }
    sums.least = _mm256_min_epi8(sums.least, _mm256_add_epi8(cells, splat(1)));
    if (!rules.ambiguous.empty) {
      sums.ambiguous = _mm256_or_si256(sums.ambiguous, is_in(ambiguous, cells));
    }
    auto const is_missing = _mm256_and_si256(is_in(missing, cells), splat(0x80));
    if (rules.deletion_is_star) {
      cells = _mm256_blendv_epi8(cells, splat('*'), _mm256_cmpeq_epi8(cells, deletion));
    }
    cells = _mm256_or_si256(cells, is_missing);
    if (rules.uncounted != nullptr) {
      cells = _mm256_or_si256(cells, load(rules.uncounted + column));
    }
    return cells;
  }

  /// Encodes the cells of one row and returns what the row is.
  HAPMILL_TARGET_INLINE RowKind encode_row(char const* cells, RegularRows& rows) const {
    CellSums sums;
    auto const ref = splat(rows.ref_code);
    ByteCode* const codes = rows.codes;
    std::size_t column = 0;
#pragma GCC unroll 4
    for (; column != whole_columns; column += vector_bytes) {
      encode<false>(cells + 2 * column, ref, codes, column, sums);
    }
    if (has_tail) encode<true>(cells + 2 * column, ref, codes, column, sums);
    auto const low = _mm256_cmpgt_epi8(splat(' ' + 2), sums.least);
    auto const bad = _mm256_or_si256(low, sums.ambiguous);
    if (_mm256_testz_si256(bad, bad) == 0) return RowKind::irregular;
    rows.has_missing = is_plain || mask_of(sums.any) != 0;
    rows.has_deletion = is_plain || mask_of(sums.deletion) != 0;
    return mask_of(sums.settled) != 0xFFFFFFFFU ? RowKind::site : RowKind::non_variant;
  }
};

/// Writes ALT, separated by commas, in order of first appearance. Returns its end.
HAPMILL_TARGET_INLINE char* put_alternates(CellRules const& rules, RegularRows const& rows,
                                           char* const begin) {
  auto const ref = splat(rows.ref_code);
  auto first = ref;   // The first two alternates, as soon as they are known.
  auto second = ref;  // Nearly all sites have no others.
  ByteCode const* const codes_end = rows.codes + rules.column_count;
  char* out = begin;
  auto const settled = [&](ByteCode const* at) HAPMILL_TARGET_LAMBDA {
    auto const codes = load(at);
    auto const is_ref = _mm256_cmpeq_epi8(codes, ref);
    auto const is_first = _mm256_cmpeq_epi8(codes, first);
    auto const is_second = _mm256_cmpeq_epi8(codes, second);
    // Codes of missing cells have the top bit set.
    return _mm256_or_si256(_mm256_or_si256(codes, is_ref), _mm256_or_si256(is_first, is_second));
  };
  for (ByteCode const* at = rows.codes; at < codes_end; at += vector_bytes) {
    // Skip cells without a new alternate, two vectors at a time; codes are padded to two vectors.
    while (mask_of(_mm256_and_si256(settled(at), settled(at + vector_bytes))) == 0xFFFFFFFFU) {
      at += 2 * vector_bytes;
      if (at >= codes_end) return out - 1;
    }
    auto const codes = load(at);
    std::uint32_t rest = ~mask_of(settled(at));
    if (rest == 0) continue;
    for (char const* other = begin + 4; other < out; other += 2) {
      rest &= ~mask_of(_mm256_cmpeq_epi8(codes, splat(static_cast<std::uint8_t>(*other))));
    }
    while (rest != 0) {
      ByteCode const found = at[_tzcnt_u32(rest)];
      *out++ = static_cast<char>(found);
      *out++ = ',';
      rest &= ~mask_of(_mm256_cmpeq_epi8(codes, splat(found)));
    }
    first = splat(static_cast<std::uint8_t>(*begin));
    second = out > begin + 2 ? splat(static_cast<std::uint8_t>(begin[2])) : first;
  }
  return out - 1;
}

HAPMILL_TARGET_INLINE void print_alleles(CellRules const& rules, RegularRows const& rows,
                                         Printing const& printing, std::uint8_t* printed) {
  auto const deletion_code = splat(rules.deletion_code);
  auto const deletion = splat(printing.deletion);
  ByteCode const* const codes_begin = rows.codes;
  std::size_t const column_count = rules.column_count;
  if (printing.missing != 0 &&
      printing.missing == printing.deletion) {  // both print REF, by default
#pragma GCC unroll 4
    for (std::size_t at = 0; at < column_count; at += vector_bytes) {
      auto const codes = load(codes_begin + at);
      auto const is_uncalled = _mm256_or_si256(codes, _mm256_cmpeq_epi8(codes, deletion_code));
      store(printed + at, _mm256_blendv_epi8(codes, deletion, is_uncalled));
    }
    return;
  }
  auto const missing = splat(printing.missing);
  auto const own_bits = splat(printing.missing != 0 ? 0 : 0x7F);
  for (std::size_t at = 0; at < column_count; at += vector_bytes) {
    auto const codes = load(codes_begin + at);
    auto const called =
        _mm256_blendv_epi8(codes, deletion, _mm256_cmpeq_epi8(codes, deletion_code));
    auto const uncalled = _mm256_or_si256(missing, _mm256_and_si256(codes, own_bits));
    store(printed + at, _mm256_blendv_epi8(called, uncalled, codes));
  }
}

HAPMILL_TARGET_INLINE void gather_columns(ColumnGather const& gather, std::uint8_t const* printed,
                                          std::uint8_t* alleles) {
  if (gather.is_scattered()) {
    for (auto const column : gather.columns()) *alleles++ = printed[column];
    return;
  }
  std::uint8_t const* shuffle = gather.shuffle();
  auto sum = _mm256_setzero_si256();
  for (auto const& step : gather.steps()) {
    auto const source = _mm256_broadcastsi128_si256(
        _mm_loadu_si128(reinterpret_cast<__m128i const*>(printed + step.source)));
    sum = _mm256_or_si256(sum, _mm256_shuffle_epi8(source, load(shuffle)));
    shuffle += vector_bytes;
    if (step.steps_left != 0) continue;
    store(alleles + step.out, sum);
    sum = _mm256_setzero_si256();
  }
}

HAPMILL_TARGET_INLINE void expand(GenotypeTemplate const& genotypes, std::uint8_t const* alleles,
                                  char* out) {
  std::uint32_t const* const first_allele = genotypes.first_allele();
  std::uint8_t const* const shuffle = genotypes.shuffle();
  char const* const text = genotypes.text();
  std::size_t const block_count = genotypes.block_count();
  constexpr std::size_t block_bytes = 16;
  auto const at = [&](std::size_t block) {
    return reinterpret_cast<__m128i const*>(alleles + first_allele[block]);
  };
  auto const put_two = [&](std::size_t block) HAPMILL_TARGET_LAMBDA {
    auto const source = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(at(block))),
                                                _mm_loadu_si128(at(block + 1)), 1);
    auto const placed = _mm256_shuffle_epi8(source, load(shuffle + block * block_bytes));
    store(out + block * block_bytes, _mm256_or_si256(placed, load(text + block * block_bytes)));
  };
  std::size_t block = 0;
#pragma GCC unroll 4
  for (; block + 2 <= block_count; block += 2) put_two(block);
  if (block < block_count) {
    auto const at_shuffle = reinterpret_cast<__m128i const*>(shuffle + block * block_bytes);
    auto const at_text = reinterpret_cast<__m128i const*>(text + block * block_bytes);
    auto const placed = _mm_shuffle_epi8(_mm_loadu_si128(at(block)), _mm_loadu_si128(at_shuffle));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + block * block_bytes),
                     _mm_or_si128(placed, _mm_loadu_si128(at_text)));
  }
}

HAPMILL_TARGET_INLINE std::uint32_t count_equal(std::uint8_t const* alleles, std::size_t count,
                                                std::uint8_t value) {
  auto const wanted = splat(value);
  std::uint32_t sum = 0;
  for (std::size_t at = 0; at < count; at += vector_bytes) {
    sum += static_cast<std::uint32_t>(
        _mm_popcnt_u32(mask_of(_mm256_cmpeq_epi8(load(alleles + at), wanted))));
  }
  return sum;
}

HAPMILL_TARGET_INLINE MissingNumbers count_missing(std::uint8_t const* alleles, std::size_t count,
                                                   std::uint8_t value) {
  auto const wanted = splat(value);
  MissingNumbers missing{0, 0};
  for (std::size_t at = 0; at < count; at += vector_bytes) {
    std::uint32_t const mask = mask_of(_mm256_cmpeq_epi8(load(alleles + at), wanted));
    missing.alleles += static_cast<std::uint32_t>(_mm_popcnt_u32(mask));
    missing.pairs += static_cast<std::uint32_t>(_mm_popcnt_u32(mask & mask >> 1 & 0x55555555U));
  }
  return missing;
}

#include "cpu/convert_rows.inl"

bool is_supported() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2");
}

}  // namespace

Stages const avx2_stages{"avx2", is_supported, 16, 32, 16, convert_rows, write_site};

}  // namespace hapmill::cpu

#endif
