#include "dialects/cell_picker.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>

namespace hapmill {

namespace {

std::vector<CellPicker const*> all_cell_pickers() {
#if defined(__x86_64__)
  return {&avx512_cell_picker, &avx2_cell_picker, &scalar_cell_picker};
#else
  return {&scalar_cell_picker};
#endif
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/// Writes the calls of one row's cells, each with a delimiter behind it, byte after byte.
/// @return where the next goes, or null if the cells are not regular.
char* pick_cells(CellPattern const& pattern, char const* cells, char const* end, char* out) {
  char const* at = cells;
  std::uint64_t field_count = 0;
  auto const is_over = [&] { return at == end || *at == pattern.delimiter; };
  for (std::uint32_t part = 0; at <= end; part = part + 1 == pattern.part_count ? 0 : part + 1) {
    char const* const begin = at;
    if (part == pattern.call) {
      if (is_over()) return nullptr;
      ++at;
      if (!is_over()) return nullptr;
      out[0] = *begin;
      out[1] = pattern.delimiter;
      out += 2;
    } else if (part == pattern.quality) {
      std::uint32_t quality = 0;
      for (; at - begin < 2 && at != end && is_digit(*at); ++at) {
        quality = quality * 10 + static_cast<std::uint32_t>(*at - '0');
      }
      if (at == begin || !is_over()) return nullptr;
      if (quality < pattern.least_quality) out[-2] = pattern.missing;
    } else {
      while (!is_over()) ++at;
    }
    ++at;
    ++field_count;
  }
  return field_count == pattern.field_count ? out : nullptr;
}

void pick(CellPattern const& pattern, PickedRows& rows) {
  while (rows.cursor != rows.end) {
    auto const left = static_cast<std::size_t>(rows.end - rows.cursor);
    auto const* const newline = static_cast<char const*>(std::memchr(rows.cursor, '\n', left));
    char const* at = rows.cursor;
    char const* ref_end = at;
    for (std::uint32_t k = 0; k < pattern.site_count && at < newline; ++at) {
      if (*at != pattern.delimiter) continue;
      if (++k == site_field_count) ref_end = at + 1;
      if (k == pattern.site_count) break;
    }
    bool const has_cells = at < newline && ref_end != rows.cursor;
    if (!has_cells) return;
    auto const head_size = static_cast<std::size_t>(ref_end - rows.cursor);
    std::memcpy(rows.out, rows.cursor, head_size);
    char* const out =
        pick_cells(pattern, at + 1, newline - (newline[-1] == '\r' ? 1 : 0), rows.out + head_size);
    if (out == nullptr) return;
    out[-1] = '\n';
    rows.out = out;
    rows.cursor = newline + 1;
    ++rows.row_count;
  }
}

}  // namespace

CellPicker const scalar_cell_picker{"scalar", [] { return true; }, pick};

CellPattern::CellPattern(ColumnLayout const& layout, std::uint32_t columns, double least,
                         char low_call)
    : delimiter{layout.shape.delimiter},
      missing{low_call},
      site_count{static_cast<std::uint32_t>(layout.site_fields().size())},
      part_count{static_cast<std::uint32_t>(layout.cell_parts.size())},
      field_count{std::uint64_t{columns} * part_count},
      call{layout.place_of(CellPart::call)},
      quality{layout.place_of(CellPart::quality)},
      least_quality{static_cast<std::uint8_t>(std::ceil(std::min(least, 100.0)))} {
  auto const fields_of = [&](std::uint32_t part, std::uint32_t wanted) {
    std::uint64_t fields = 0;
    for (std::uint32_t k = 0; k < 64; ++k) {
      if ((part + k) % part_count == wanted) fields |= std::uint64_t{1} << k;
    }
    return fields;
  };
  for (std::uint32_t part = 0; part < most_parts; ++part) {
    calls_after[part] = fields_of(part, call);
    qualities_after[part] = fields_of(part, quality);
  }
  for (std::uint32_t k = 0; k < std::size(part_of); ++k) {
    part_of[k] = static_cast<std::uint8_t>(k % part_count);
  }
}

bool CellPattern::fits(ColumnLayout const& layout, bool reads_quality) {
  std::size_t const parts = layout.cell_parts.size();
  std::uint32_t const call = layout.place_of(CellPart::call);
  auto const site = layout.site_fields();
  bool const begins_canonical = layout.shape.chrom_field == 0 && layout.shape.pos_field == 1 &&
                                layout.ref_field == 2 && layout.alt_field == ColumnLayout::none &&
                                site.back() + 1 == site.size() && site.size() < 64;
  return parts > 1 && parts <= most_parts && begins_canonical && !layout.shape.has_runs &&
         !is_digit(layout.shape.delimiter) &&
         (!reads_quality || layout.place_of(CellPart::quality) == call + 1);
}

std::vector<CellPicker const*> runnable_cell_pickers() {
  std::vector<CellPicker const*> runnable;
  for (auto const* picker : all_cell_pickers()) {
    if (picker->is_supported()) runnable.push_back(picker);
  }
  return runnable;
}

CellPicker const& select_cell_picker(std::string const& simd) {
  auto const all = all_cell_pickers();
  auto from =
      std::find_if(all.begin(), all.end(), [&](auto const* one) { return one->name == simd; });
  if (from == all.end()) from = all.begin();
  return **std::find_if(from, all.end(), [](auto const* one) { return one->is_supported(); });
}

}  // namespace hapmill
