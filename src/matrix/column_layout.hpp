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
  quality,  ///< a number that says how far to trust the call of the same haplotype column
  skip,
};

/// Which fields of a row are what. Fields are numbered from 0.
struct ColumnLayout {
  static constexpr std::uint32_t none = ~0U;

  /// The layout of a plain matrix.
  ColumnLayout(char delimiter = '\t') : shape{delimiter} {}  // NOLINT: stands for it

  /// A plain matrix: CHROM, POS, REF, cells, with nothing to rewrite.
  bool is_plain() const;
  /// CHROM, POS, REF, ALT where there is one, and the columns skipped, ascending.
  std::vector<std::uint32_t> site_fields() const;
  /// The place of a part among the fields of one haplotype column, or `none`.
  std::uint32_t place_of(CellPart part) const;
  bool operator==(ColumnLayout const&) const = default;

  RowShape shape;
  std::uint32_t ref_field = 2;
  std::uint32_t alt_field = none;      ///< of a column that lists the row's alternates
  std::vector<std::uint32_t> skipped;  ///< each once
  /// Fields of one haplotype column, which all fields but the above repeat; one of them is a call,
  /// one at most a quality.
  std::vector<CellPart> cell_parts{CellPart::call};
  bool is_given = false;  ///< by --columns, so that the header is not asked what is to be skipped
};

/// The fields of a row of so many haplotype columns.
struct ColumnFields {
  ColumnFields(ColumnLayout const& layout, std::uint32_t column_count);

  std::uint32_t field_count;
  std::vector<std::uint32_t> calls;      ///< [columns]
  std::vector<std::uint32_t> qualities;  ///< [columns], or empty
};

/// Haplotype columns of a row of `field_count` fields; throws InputError, beginning with `where`,
/// if there are none or the layout does not fit. `last_field` is what the row ends with.
std::uint32_t count_columns(ColumnLayout const& layout, std::uint32_t field_count,
                            std::string const& where, std::string_view last_field);

}  // namespace hapmill
