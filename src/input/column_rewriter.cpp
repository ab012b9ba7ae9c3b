#include "input/column_rewriter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "input/alt_column.hpp"

namespace hapmill {

namespace {

class ColumnRewriter : public RowRewriter {
 public:
  ColumnRewriter(ColumnLayout const& layout, CellReading&& reading)
      : RowRewriter{layout.shape},
        layout_{layout},
        reading_{std::move(reading)},
        fields_{layout, static_cast<std::uint32_t>(reading_.column_names.size())} {}

  void rewrite(std::string_view originals, ByteBuffer& canonical,
               std::vector<RewriteFault>& faults) const override;

  std::uint32_t original_field(std::uint32_t canonical_field) const override {
    std::uint32_t const site[] = {shape().chrom_field, shape().pos_field, layout_.ref_field};
    return canonical_field < site_field_count ? site[canonical_field]
                                              : fields_.calls[canonical_field - site_field_count];
  }
  std::uint32_t field_count() const override { return fields_.field_count; }
  std::string column_name(std::uint32_t original_field) const override;

 private:
  RowFault rewrite_row(Row row, std::vector<FieldSpan>& fields, ByteBuffer& canonical) const;
  RowFault check_cells(Row row, std::vector<FieldSpan> const& fields) const;
  void put_cell(Row row, std::vector<FieldSpan> const& fields, std::size_t column,
                ByteBuffer& canonical) const;

  ColumnLayout layout_;
  CellReading reading_;
  ColumnFields fields_;
};

std::string_view text_of(Row row, FieldSpan field) { return {row.text + field.begin, field.size}; }

void ColumnRewriter::rewrite(std::string_view originals, ByteBuffer& canonical,
                             std::vector<RewriteFault>& faults) const {
  std::vector<FieldSpan> fields;
  std::uint64_t ordinal = 0;
  for (std::size_t at = 0; at < originals.size(); ++ordinal) {
    std::size_t const newline = originals.find('\n', at);
    Row row{originals.data() + at, static_cast<std::uint32_t>(newline - at)};
    if (row.size != 0 && row.text[row.size - 1] == '\r') --row.size;
    RowFault const fault = rewrite_row(row, fields, canonical);
    if (fault.kind != RowFaultKind::none) {
      faults.push_back({0, ordinal, fault});
      put_bad_row(row, canonical);
    }
    at = newline + 1;
  }
}

/// Appends the canonical row, or nothing if there is a fault.
RowFault ColumnRewriter::rewrite_row(Row row, std::vector<FieldSpan>& fields,
                                     ByteBuffer& canonical) const {
  split_row(row, shape(), fields);
  auto const field_count = static_cast<std::uint32_t>(fields.size());
  if (row.size == 0 || field_count == 0) return {RowFaultKind::empty_line, 0, 0, 0, 0};
  if (field_count != fields_.field_count) return {RowFaultKind::fields, 0, 0, 0, field_count};
  RowFault const fault = check_cells(row, fields);
  if (fault.kind != RowFaultKind::none) return fault;
  auto const put = [&](std::uint32_t field) {
    canonical.append(row.text + fields[field].begin, fields[field].size);
  };
  put(shape().chrom_field);
  canonical.append(&shape().delimiter, 1);
  put(shape().pos_field);
  canonical.append(&shape().delimiter, 1);
  put(layout_.ref_field);
  for (std::size_t k = 0; k < fields_.calls.size(); ++k) {
    canonical.append(&shape().delimiter, 1);
    put_cell(row, fields, k, canonical);
  }
  canonical.append("\n", 1);
  return {};
}

RowFault ColumnRewriter::check_cells(Row row, std::vector<FieldSpan> const& fields) const {
  auto const fault = [&](RowFaultKind kind, std::uint32_t field) {
    return RowFault{kind, field, fields[field].begin, fields[field].size, fields_.field_count};
  };
  for (auto const field : fields_.qualities) {
    if (!parse_quality(text_of(row, fields[field]))) return fault(RowFaultKind::quality, field);
  }
  if (layout_.alt_field == ColumnLayout::none) return {};
  AltColumn const listed{reading_.rules, text_of(row, fields[layout_.ref_field]),
                         text_of(row, fields[layout_.alt_field])};
  for (auto const field : fields_.calls) {
    if (!listed.has(text_of(row, fields[field]))) return fault(RowFaultKind::alt_column, field);
  }
  return {};
}

void ColumnRewriter::put_cell(Row row, std::vector<FieldSpan> const& fields, std::size_t column,
                              ByteBuffer& canonical) const {
  bool const is_low =
      reading_.least_quality &&
      *parse_quality(text_of(row, fields[fields_.qualities[column]])) < *reading_.least_quality;
  std::string_view const call = text_of(row, fields[fields_.calls[column]]);
  // An empty call is a fault, whatever its quality.
  std::string_view const cell = is_low && !call.empty() ? reading_.missing_code : call;
  canonical.append(cell.data(), cell.size());
}

std::string ColumnRewriter::column_name(std::uint32_t field) const {
  if (field == shape().chrom_field) return "CHROM";
  if (field == shape().pos_field) return "POS";
  if (field == layout_.ref_field) return "REF";
  if (field == layout_.alt_field) return "ALT";
  auto const place = [&](std::vector<std::uint32_t> const& among) {
    return static_cast<std::size_t>(std::find(among.begin(), among.end(), field) - among.begin());
  };
  std::size_t const call = place(fields_.calls);
  if (call < fields_.calls.size()) return reading_.column_names[call];
  std::size_t const quality = place(fields_.qualities);
  if (quality < fields_.qualities.size()) return "quality of " + reading_.column_names[quality];
  return "skipped";
}

}  // namespace

std::unique_ptr<RowRewriter> make_column_rewriter(ColumnLayout const& layout, CellReading reading) {
  return std::make_unique<ColumnRewriter>(layout, std::move(reading));
}

std::optional<double> parse_quality(std::string_view text) {
  auto const is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
  std::size_t const point = text.find('.');
  auto const whole = text.substr(0, point);
  auto const fraction = point == std::string_view::npos ? "0" : text.substr(point + 1);
  if (whole.empty() || fraction.empty() || !std::all_of(whole.begin(), whole.end(), is_digit) ||
      !std::all_of(fraction.begin(), fraction.end(), is_digit)) {
    return std::nullopt;
  }
  double value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // Digits past what a double holds are more than any threshold.
  if (error != std::errc{}) return whole.size() > 1 ? 1e300 : 0.0;
  return value;
}

}  // namespace hapmill
