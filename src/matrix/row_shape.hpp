#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "hapmill/model/row_fields.hpp"

namespace hapmill {

/// Where CHROM and POS are in the rows of a file, and what separates the fields.
struct RowShape {
  /// The shape of a plain matrix: CHROM, POS …
  RowShape(char delimiter_byte = '\t') : delimiter{delimiter_byte} {}  // NOLINT: stands for it

  bool is_plain() const { return chrom_field == 0 && pos_field == 1 && !has_runs; }
  bool operator==(RowShape const&) const = default;

  char delimiter;
  /// One or more delimiters separate two fields; those at the start and end of a row are ignored.
  bool has_runs = false;
  std::uint32_t chrom_field = 0;
  std::uint32_t pos_field = 1;
};

/// A field's place in its row, in bytes.
struct FieldSpan {
  std::uint32_t begin = 0;
  std::uint32_t size = 0;
};

/// Goes through the fields of a row. A carriage return at the end of the row belongs to no field.
class FieldWalk {
 public:
  FieldWalk(Row row, RowShape const& shape);

  /// Returns false at the end. A row has at least one field, unless `has_runs` is set and it holds
  /// only delimiters.
  bool next(FieldSpan& field);

 private:
  void skip_run();

  Row row_;
  char delimiter_;
  bool has_runs_;
  std::uint32_t at_ = 0;
  bool is_over_ = false;
};

/// Replaces `fields` by the fields of a row.
void split_row(Row row, RowShape const& shape, std::vector<FieldSpan>& fields);

std::uint32_t count_fields(Row row, RowShape const& shape);

/// The name of the contig in a row; empty if it is not well formed (see chrom_size). If CHROM is
/// the first field of the row, another field has to follow.
std::string_view contig_of_row(Row row, RowShape const& shape);

/// POS of a row that names its contig; 0 if it is not valid.
std::uint32_t pos_of_row(Row row, RowShape const& shape);

}  // namespace hapmill
