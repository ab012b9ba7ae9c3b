#include "matrix/row_shape.hpp"

#include <algorithm>
#include <cstring>

namespace hapmill {

namespace {

/// Text of the field of this number; empty if there is none.
std::string_view text_of_field(Row row, FieldWalk& walk, std::uint32_t number) {
  FieldSpan field;
  for (std::uint32_t k = 0; k <= number; ++k) {
    if (!walk.next(field)) return {};
  }
  return {row.text + field.begin, field.size};
}

bool is_contig_name(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(),
                                       [](char byte) { return is_control(byte) || byte == ' '; });
}

}  // namespace

FieldWalk::FieldWalk(Row row, RowShape const& shape)
    : row_{row}, delimiter_{shape.delimiter}, has_runs_{shape.has_runs} {
  if (row_.size != 0 && row_.text[row_.size - 1] == '\r') --row_.size;
  if (!has_runs_) return;
  skip_run();
  is_over_ = at_ == row_.size;
}

bool FieldWalk::next(FieldSpan& field) {
  if (is_over_) return false;
  char const* const text = row_.text + at_;
  std::uint32_t const left = row_.size - at_;
  auto const* const end =
      left == 0 ? nullptr : static_cast<char const*>(std::memchr(text, delimiter_, left));
  field = {at_, end == nullptr ? left : static_cast<std::uint32_t>(end - text)};
  at_ += field.size;
  is_over_ = end == nullptr;
  if (is_over_) return true;
  ++at_;
  if (!has_runs_) return true;
  skip_run();
  is_over_ = at_ == row_.size;
  return true;
}

void FieldWalk::skip_run() {
  while (at_ < row_.size && row_.text[at_] == delimiter_) ++at_;
}

void split_row(Row row, RowShape const& shape, std::vector<FieldSpan>& fields) {
  fields.clear();
  FieldWalk walk{row, shape};
  for (FieldSpan field; walk.next(field);) fields.push_back(field);
}

std::uint32_t count_fields(Row row, RowShape const& shape) {
  std::uint32_t count = 0;
  FieldWalk walk{row, shape};
  for (FieldSpan field; walk.next(field);) ++count;
  return count;
}

std::string_view contig_of_row(Row row, RowShape const& shape) {
  if (shape.chrom_field == 0 && !shape.has_runs) {
    return {row.text, chrom_size(row, shape.delimiter)};
  }
  FieldWalk walk{row, shape};
  std::string_view const name = text_of_field(row, walk, shape.chrom_field);
  FieldSpan next;
  bool const is_whole_row = shape.chrom_field == 0 && !walk.next(next);
  return !is_whole_row && is_contig_name(name) ? name : std::string_view{};
}

std::uint32_t pos_of_row(Row row, RowShape const& shape) {
  if (contig_of_row(row, shape).empty()) return 0;
  FieldWalk walk{row, shape};
  std::string_view const pos = text_of_field(row, walk, shape.pos_field);
  return parse_pos(pos.data(), static_cast<std::uint32_t>(pos.size()));
}

}  // namespace hapmill
