#pragma once

#include <cstdint>

#include "hapmill/model/allele_rules.hpp"
#include "hapmill/model/row_fault.hpp"
#include "hapmill/model/row_fields.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

// Encodes the cells of any row, whatever their length. Backends have faster code for rows in which
// every cell is one ASCII byte.

/// Whether two texts of `size` bytes are the same, after case folding if `fold_case`.
HAPMILL_HD constexpr bool same_text(char const* a, char const* b, std::uint32_t size,
                                    bool fold_case) {
  for (std::uint32_t i = 0; i < size; ++i) {
    if (fold(a[i], fold_case) != fold(b[i], fold_case)) return false;
  }
  return true;
}

/// Whether a text is that missing or deletion code.
HAPMILL_HD constexpr bool is_code(LongCode const& code, char const* text, std::uint32_t size,
                                  bool fold_case) {
  return size != 0 && code.size == size && same_text(code.text, text, size, fold_case);
}

/// The dictionary of a row's longer alleles: those of more than one byte, or of one byte above 127.
/// It does not own its arrays, which are part of a RowScratch.
struct LongAlleles {
  char const* row;       ///< text of the row
  std::uint32_t* begin;  ///< [count] where each allele's text begins in the row
  std::uint32_t* size;   ///< [count] bytes of each
  std::uint32_t count;
};

/// Returns the number of an allele in the dictionary, and adds the allele if it is new. The number
/// is max_long_alleles or more if the dictionary is full.
template <class Lanes>
HAPMILL_HD std::uint32_t number_long_allele(Lanes lanes, LongAlleles& known, std::uint32_t begin,
                                            std::uint32_t size, bool fold_case) {
  for (std::uint32_t base = 0; base < known.count; base += lanes.size()) {
    std::uint32_t const k = base + lanes.rank();
    bool const same = k < known.count && known.size[k] == size &&
                      same_text(known.row + known.begin[k], known.row + begin, size, fold_case);
    std::uint32_t const matches = lanes.ballot(same);
    if (matches != 0) return base + lowest_bit(matches);
  }
  if (known.count < max_long_alleles) {
    if (lanes.rank() == 0) {
      known.begin[known.count] = begin;
      known.size[known.count] = size;
    }
    lanes.sync();
  }
  return known.count++;
}

/// Returns the code of a cell that is not one ASCII byte, or 0 if the dictionary is full.
///
/// Sets `deletion_code` if the cell is a deletion.
template <class Lanes>
HAPMILL_HD WideCode encode_long_cell(Lanes lanes, AlleleRules const& rules, LongAlleles& known,
                                     std::uint32_t begin, std::uint32_t size,
                                     WideCode& deletion_code) {
  char const* const text = known.row + begin;
  bool missing = false;
  for (std::uint32_t k = 0; k < rules.long_missing_count; ++k) {
    missing = missing || is_code(rules.long_missing[k], text, size, rules.fold_case);
  }
  bool const deletion = !missing && is_code(rules.long_deletion, text, size, rules.fold_case);
  if (deletion && rules.deletion == DeletionPolicy::star) {
    deletion_code = '*';
    return '*';
  }
  std::uint32_t const number =
      number_long_allele(lanes, known, begin, size, rules.fold_case) + first_long_code;
  if (number >= first_long_code + max_long_alleles) return 0;
  auto const code = static_cast<WideCode>(number);
  if (deletion) deletion_code = code;
  missing = missing || (deletion && rules.deletion == DeletionPolicy::missing);
  return missing ? static_cast<WideCode>(code | missing_bit<WideCode>) : code;
}

/// Returns the code of REF, which is never missing: its ASCII byte, or its number in the
/// dictionary.
template <class Lanes>
HAPMILL_HD WideCode encode_ref(Lanes lanes, AlleleRules const& rules, LongAlleles& known,
                               std::uint32_t begin, std::uint32_t size) {
  char const* const text = known.row + begin;
  if (size == 1 && is_ascii(text[0])) return rules.ref_of_byte[static_cast<unsigned>(text[0])];
  if (rules.deletion == DeletionPolicy::star &&
      is_code(rules.long_deletion, text, size, rules.fold_case)) {
    return '*';
  }
  auto const number = number_long_allele(lanes, known, begin, size, rules.fold_case);
  return static_cast<WideCode>(number + first_long_code);
}

/// Whether a text contains a control character.
HAPMILL_HD constexpr bool has_control(char const* text, std::uint32_t size) {
  for (std::uint32_t i = 0; i < size; ++i) {
    if (is_control(text[i])) return true;
  }
  return false;
}

/// Encodes the cells of a tokenized row whose site fields have been checked.
///
/// `uncounted` is null, or has an entry per column that is not 0 if the column does not count
/// towards ALT; its cells get the missing bit. Fills all of `site` except its alternates, which are
/// left empty. The arrays of `site` are those of `scratch`. Returns the first fault among the
/// cells.
template <class Lanes>
HAPMILL_HD RowFault encode_row(Lanes lanes, Row row, AlleleRules const& rules,
                               std::uint8_t const* uncounted, std::uint32_t column_count,
                               RowScratch const& scratch, Site<WideCode>& site) {
  std::uint32_t const* const field_begin = scratch.field_begin;
  site.row = row;
  site.chrom_size = field_begin[1] - 1;
  site.ref_begin = field_begin[2];
  site.ref_size = field_begin[3] - field_begin[2] - 1;
  LongAlleles known{row.text, scratch.long_begin, scratch.long_size, 0};
  site.ref_code = encode_ref(lanes, rules, known, site.ref_begin, site.ref_size);
  site.deletion_code = rules.deletion_byte;
  site.has_missing = false;
  site.has_deletion = false;

  for (std::uint32_t base = 0; base < column_count; base += lanes.size()) {
    std::uint32_t const column = base + lanes.rank();
    bool const active = column < column_count;
    std::uint32_t const begin = active ? field_begin[site_field_count + column] : 0;
    std::uint32_t const size = active ? field_begin[site_field_count + column + 1] - begin - 1 : 0;
    char const* const text = row.text + begin;
    bool const is_byte = active && size == 1 && is_ascii(text[0]);
    WideCode code = 0;
    if (is_byte) {
      code = rules.code_of_byte[static_cast<unsigned>(text[0])];
      if ((code & missing_bit<ByteCode>) != 0)
        code ^= missing_bit<ByteCode> ^ missing_bit<WideCode>;
    }
    bool const bad = active && (is_byte ? code == control_byte || code == ambiguous_byte
                                        : has_control(text, size) || size == 0);
    std::uint32_t const bad_lanes = lanes.ballot(bad);
    std::uint32_t const first_bad = bad_lanes == 0 ? lanes.size() : lowest_bit(bad_lanes);

    // All lanes together number the longer cells, one cell after another in column order.
    std::uint32_t waiting = lanes.ballot(active && !is_byte);
    for (; waiting != 0; waiting &= waiting - 1) {
      std::uint32_t const lane = lowest_bit(waiting);
      if (lane >= first_bad) break;
      auto const cell_begin = lanes.broadcast(begin, lane);
      auto const cell_size = lanes.broadcast(size, lane);
      WideCode const coded =
          encode_long_cell(lanes, rules, known, cell_begin, cell_size, site.deletion_code);
      if (coded == 0) {
        return {RowFaultKind::alleles, site_field_count + base + lane, cell_begin, cell_size, 0};
      }
      if (lane == lanes.rank()) code = coded;
    }
    if (bad_lanes != 0) {
      bool const ambiguous = lanes.broadcast(code, first_bad) == ambiguous_byte;
      bool const one_byte = lanes.ballot(is_byte) >> first_bad & 1U;
      auto const kind = ambiguous && one_byte ? RowFaultKind::ambiguous : RowFaultKind::cell;
      return {kind, site_field_count + base + first_bad, lanes.broadcast(begin, first_bad),
              lanes.broadcast(size, first_bad), 0};
    }
    bool const counted = uncounted == nullptr || !active || uncounted[column] == 0;
    if (active && !counted) code |= missing_bit<WideCode>;
    if (active) scratch.codes[column] = code;
    site.has_missing = site.has_missing || lanes.ballot(active && is_missing(code)) != 0;
    site.has_deletion = site.has_deletion || lanes.ballot(active && site.deletion_code != 0 &&
                                                          code == site.deletion_code) != 0;
  }
  lanes.sync();
  site.column_count = column_count;
  site.codes = scratch.codes;
  site.long_begin = scratch.long_begin;
  site.long_size = scratch.long_size;
  site.alternates = scratch.alternates;
  site.alternate_count = 0;
  return {};
}

}  // namespace hapmill
