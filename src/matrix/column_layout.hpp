#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/row_shape.hpp"

namespace hapmill {

/// What a column among the cells holds.
enum class CellPart : std::uint8_t {
  call,     ///< the allele
  quality,  ///< a number: how reliable the call of the same haplotype column is
  skip,
};

/// What each field of a row is. Fields are numbered from 0.
struct ColumnLayout {
  static constexpr std::uint32_t none = ~0U;

  /// The layout of a plain matrix.
  ColumnLayout(char delimiter = '\t') : shape{delimiter} {}  // NOLINT: stands for it

  /// A plain matrix: CHROM, POS, REF, cells, with nothing to rewrite.
  bool is_plain() const;
  /// The fields of CHROM, POS, REF, ALT (if there is one) and the skipped columns, ascending.
  std::vector<std::uint32_t> site_fields() const;
  /// The index of a part among the fields of one haplotype column, or `none`.
  std::uint32_t place_of(CellPart part) const;
  bool operator==(ColumnLayout const&) const = default;

  RowShape shape;
  std::uint32_t ref_field = 2;
  std::uint32_t alt_field = none;      ///< a column that lists the alternates of the row
  std::vector<std::uint32_t> skipped;  ///< each once
  /// The fields of one haplotype column, repeated for each column in all other fields. Exactly one
  /// is a call, at most one is a quality.
  std::vector<CellPart> cell_parts{CellPart::call};
  bool is_given = false;  ///< by --columns; then the header does not decide what is skipped
};

/// The fields of a row with `column_count` haplotype columns.
struct ColumnFields {
  ColumnFields(ColumnLayout const& layout, std::uint32_t column_count);

  std::uint32_t field_count;
  std::vector<std::uint32_t> calls;      ///< [columns]
  std::vector<std::uint32_t> qualities;  ///< [columns], or empty
};

/// How many haplotype columns a row of `field_count` fields has. Throws InputError, whose message
/// starts with `where`, if there are none or the layout does not fit. `last_field` is the text of
/// the last field.
std::uint32_t count_columns(ColumnLayout const& layout, std::uint32_t field_count,
                            std::string const& where, std::string_view last_field);

}  // namespace hapmill
