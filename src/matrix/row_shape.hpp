#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "hapmill/model/row_fields.hpp"

namespace hapmill {

/// Where the contig and the position stand in the rows of a file, and what parts their fields.
struct RowShape {
  /// The shape of a plain matrix: CHROM, POS …
  RowShape(char delimiter_byte = '\t') : delimiter{delimiter_byte} {}  // NOLINT: stands for it

  bool is_plain() const { return chrom_field == 0 && pos_field == 1 && !has_runs; }
  bool operator==(RowShape const&) const = default;

  char delimiter;
  /// One delimiter or several part two fields; those at the row's begin and end part nothing.
  bool has_runs = false;
  std::uint32_t chrom_field = 0;
  std::uint32_t pos_field = 1;
};

/// A field's place in its row, in bytes.
struct FieldSpan {
  std::uint32_t begin = 0;
  std::uint32_t size = 0;
};

/// Goes through the fields of a row. A carriage return at the row's end belongs to none.
class FieldWalk {
 public:
  FieldWalk(Row row, RowShape const& shape);

  /// The next field; false at the end. A row has at least one field, unless delimiters come in
  /// runs and it holds nothing else.
  bool next(FieldSpan& field);

 private:
  void skip_run();

  Row row_;
  char delimiter_;
  bool has_runs_;
  std::uint32_t at_ = 0;
  bool is_over_ = false;
};

/// The fields of a row, one after another, in `fields`.
void split_row(Row row, RowShape const& shape, std::vector<FieldSpan>& fields);

std::uint32_t count_fields(Row row, RowShape const& shape);

/// The name by which a row tells its contig; empty if it has none that is well formed (see
/// chrom_size). A CHROM that is the row's first field has to be followed by another.
std::string_view contig_of_row(Row row, RowShape const& shape);

/// POS of a row that names its contig; 0 if it has none that fits.
std::uint32_t pos_of_row(Row row, RowShape const& shape);

}  // namespace hapmill
