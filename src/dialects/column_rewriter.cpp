#include "dialects/column_rewriter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "dialects/alt_column.hpp"

namespace hapmill {

namespace {

class ColumnRewriter : public RowRewriter {
 public:
  ColumnRewriter(ColumnLayout const& layout, CellReading&& reading)
      : RowRewriter{layout.shape},
        layout_{layout},
        reading_{std::move(reading)},
        fields_{layout, static_cast<std::uint32_t>(reading_.column_names.size())},
        copies_cells_{may_copy(layout)},
        picks_cells_{may_pick(layout, reading_)},
        pattern_{layout, static_cast<std::uint32_t>(reading_.column_names.size()),
                 reading_.least_quality.value_or(0), reading_.missing_code.front()} {}

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
  static bool may_copy(ColumnLayout const& layout) {
    auto const site = layout.site_fields();
    return site.back() + 1 == site.size() && layout.alt_field == ColumnLayout::none &&
           !layout.shape.has_runs && layout.cell_parts.size() == 1;
  }
  static bool may_pick(ColumnLayout const& layout, CellReading const& reading) {
    bool const has_least = reading.least_quality.has_value();
    return CellPattern::fits(layout, has_least) && (!has_least || reading.missing_code.size() == 1);
  }

  std::uint64_t pick_rows(std::string_view originals, std::size_t& at, ByteBuffer& canonical) const;
  bool copy_cells(Row row, std::vector<FieldSpan>& site, ByteBuffer& canonical) const;
  void put_site(Row row, std::vector<FieldSpan> const& fields, ByteBuffer& canonical) const;
  RowFault rewrite_row(Row row, std::vector<FieldSpan>& fields, ByteBuffer& canonical) const;
  RowFault check_cells(Row row, std::vector<FieldSpan> const& fields) const;
  void put_cell(Row row, std::vector<FieldSpan> const& fields, std::size_t column,
                ByteBuffer& canonical) const;

  ColumnLayout layout_;
  CellReading reading_;
  ColumnFields fields_;
  bool copies_cells_;
  bool picks_cells_;
  CellPattern pattern_;
};

std::string_view text_of(Row row, FieldSpan field) { return {row.text + field.begin, field.size}; }

void ColumnRewriter::rewrite(std::string_view originals, ByteBuffer& canonical,
                             std::vector<RewriteFault>& faults) const {
  std::vector<FieldSpan> fields;
  std::uint64_t ordinal = 0;
  for (std::size_t at = 0; at < originals.size(); ++ordinal) {
    if (picks_cells_) ordinal += pick_rows(originals, at, canonical);
    if (at == originals.size()) break;
    std::size_t const newline = originals.find('\n', at);
    Row const row{originals.data() + at, static_cast<std::uint32_t>(newline - at)};
    at = newline + 1;
    if (copies_cells_ && copy_cells(row, fields, canonical)) continue;
    RowFault const fault = rewrite_row(row, fields, canonical);
    if (fault.kind != RowFaultKind::none) {
      faults.push_back({0, ordinal, fault});
      put_bad_row(row, canonical);
    }
  }
}

/// Rewrites the rows at `at` for as long as they are regular; `at` goes to the first that is not.
/// @return how many.
std::uint64_t ColumnRewriter::pick_rows(std::string_view originals, std::size_t& at,
                                        ByteBuffer& canonical) const {
  std::size_t const left = originals.size() - at;
  canonical.reserve_more(left);  // and slack
  PickedRows rows{originals.data() + at, originals.data() + originals.size(), canonical.end()};
  reading_.picker->pick(pattern_, rows);
  at = static_cast<std::size_t>(rows.cursor - originals.data());
  canonical.set_size(static_cast<std::size_t>(rows.out - canonical.data()));
  return rows.row_count;
}

/// Rewrites a row whose cells, at its end, stand as they are to be. False, with nothing appended,
/// for any other.
bool ColumnRewriter::copy_cells(Row row, std::vector<FieldSpan>& site,
                                ByteBuffer& canonical) const {
  site.clear();
  std::uint32_t at = 0;
  // One ends the line with the newline; a second one makes a bad cell.
  if (std::string_view{row.text, row.size}.ends_with("\r\r")) return false;
  // These fields are short, so they are searched byte by byte.
  for (std::uint32_t begin = 0; site.size() < fields_.calls.front(); begin = ++at) {
    while (at < row.size && row.text[at] != shape().delimiter) ++at;
    if (at == row.size) return false;
    site.push_back({begin, at - begin});
  }
  put_site(row, site, canonical);
  canonical.append(&shape().delimiter, 1);
  canonical.append(row.text + at, row.size - at);
  canonical.append("\n", 1);
  return true;
}

void ColumnRewriter::put_site(Row row, std::vector<FieldSpan> const& fields,
                              ByteBuffer& canonical) const {
  auto const put = [&](std::uint32_t field) {
    canonical.append(row.text + fields[field].begin, fields[field].size);
  };
  put(shape().chrom_field);
  canonical.append(&shape().delimiter, 1);
  put(shape().pos_field);
  canonical.append(&shape().delimiter, 1);
  put(layout_.ref_field);
}

/// Appends the canonical row, or nothing if there is a fault.
RowFault ColumnRewriter::rewrite_row(Row row, std::vector<FieldSpan>& fields,
                                     ByteBuffer& canonical) const {
  split_row(row, shape(), fields);
  auto const field_count = static_cast<std::uint32_t>(fields.size());
  bool const is_empty = field_count == 0 || (field_count == 1 && fields[0].size == 0);
  if (is_empty) return {RowFaultKind::empty_line, 0, 0, 0, 0};
  if (field_count != fields_.field_count) return {RowFaultKind::fields, 0, 0, 0, field_count};
  RowFault const fault = check_cells(row, fields);
  if (fault.kind != RowFaultKind::none) return fault;
  put_site(row, fields, canonical);
  for (std::size_t k = 0; k < fields_.calls.size(); ++k) {
    canonical.append(&shape().delimiter, 1);
    put_cell(row, fields, k, canonical);
  }
  // That would pass for a part of the line's end: another control byte makes it the bad cell it is.
  if (canonical.end()[-1] == '\r') canonical.append("\x7F", 1);
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
