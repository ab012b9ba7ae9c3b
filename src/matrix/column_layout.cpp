#include "matrix/column_layout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bytes/text_lines.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

bool ColumnLayout::is_plain() const {
  return shape.is_plain() && ref_field == 2 && alt_field == none && skipped.empty() &&
         cell_parts.size() == 1;
}

std::vector<std::uint32_t> ColumnLayout::site_fields() const {
  std::vector<std::uint32_t> fields = skipped;
  fields.insert(fields.end(), {shape.chrom_field, shape.pos_field, ref_field});
  if (alt_field != none) fields.push_back(alt_field);
  std::sort(fields.begin(), fields.end());
  return fields;
}

std::uint32_t ColumnLayout::place_of(CellPart part) const {
  auto const found = std::find(cell_parts.begin(), cell_parts.end(), part);
  return found == cell_parts.end() ? none : static_cast<std::uint32_t>(found - cell_parts.begin());
}

ColumnFields::ColumnFields(ColumnLayout const& layout, std::uint32_t column_count) {
  auto const site = layout.site_fields();
  auto const parts = static_cast<std::uint32_t>(layout.cell_parts.size());
  std::uint32_t const call = layout.place_of(CellPart::call);
  std::uint32_t const quality = layout.place_of(CellPart::quality);
  field_count = static_cast<std::uint32_t>(site.size()) + column_count * parts;
  auto next_site = site.begin();
  std::uint32_t cell_field = 0;
  for (std::uint32_t field = 0; cell_field < column_count * parts; ++field) {
    if (next_site != site.end() && *next_site == field) {
      ++next_site;
      continue;
    }
    std::uint32_t const part = cell_field++ % parts;
    if (part == call) calls.push_back(field);
    if (part == quality) qualities.push_back(field);
  }
}

std::uint32_t count_columns(ColumnLayout const& layout, std::uint32_t field_count,
                            std::string const& where, std::string_view last_field) {
  auto const site = layout.site_fields();
  auto const columns = [](std::size_t count) {
    return fmt::format("{} column{}", count, count == 1 ? "" : "s");
  };
  if (layout.is_given && site.back() >= field_count) {
    throw InputError{
        fmt::format("{}: {}, and --columns names column {} (found {} last); if another byte "
                    "than a TAB separates them, name it with --delimiter",
                    where, columns(field_count), site.back() + 1, quoted(last_field))};
  }
  std::size_t const cells = field_count < site.size() ? 0 : field_count - site.size();
  if (cells == 0) {
    throw InputError{
        fmt::format("{}: {}, where CHROM, POS, REF and at least one haplotype column are "
                    "needed (found "
                    "{}); if another byte than a TAB separates them, name it with --delimiter",
                    where, columns(field_count), quoted(last_field))};
  }
  if (cells % layout.cell_parts.size() != 0) {
    throw InputError{
        fmt::format("{}: {} of cells, which --cell-columns takes {} at a time: one is missing, or "
                    "--columns has to name those that are no cells",
                    where, columns(cells), layout.cell_parts.size())};
  }
  return static_cast<std::uint32_t>(cells / layout.cell_parts.size());
}

}  // namespace hapmill
